// SPDX-License-Identifier: Apache-2.0
assert new File(basedir, 'build.log').text =~ /Tests run: 22, Failures: 0, Errors: 0, Skipped: 0\R/ : 'Not exactly 22 tests passed'
