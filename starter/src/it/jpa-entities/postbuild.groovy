// SPDX-License-Identifier: Apache-2.0
assert new File(basedir, 'build.log').text =~ /Tests run: 1, Failures: 0, Errors: 0, Skipped: 0\R/ : 'Not exactly 1 test passed'
