// SPDX-License-Identifier: Apache-2.0
// One PGlite behind a TCP port of 127.0.0.1, for as long as the other end of standard input lives.
//
// Arguments: the folders of the packages pglite, pglite-socket and pglite-pgvector; how many milliseconds a connection waits
// for a transaction of another one that does nothing; then PostgreSQL's settings, each as name=value.
// Standard input: a line with the password, then a command in each line: snapshot NAME, restore NAME.
// Standard output: the log, and lines that begin with "agent-data ": ready PORT, done, failed REASON.
//
// All connections are served by one backend, so they share one session. What pglite-socket leaves to its users is done here:
// a batch of messages is never mixed with another connection's, a transaction keeps the others waiting for a while and no
// longer, prepared statements are told apart, COPY FROM STDIN is given whole, and a password is asked for.
import { readFile, readdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

const EMPTY = Buffer.alloc(0);
const COPY_IN = /\bcopy\b.*\bfrom\s+stdin\b/is;
const COPY_IN_ALONE = /^\s*copy\b[^;]*\bfrom\s+stdin\b/is;

const text = (value) => Buffer.from(value + '\0');

function message(type, ...parts) {
	const header = Buffer.alloc(5);
	header.write(type, 0);
	header.writeInt32BE(4 + parts.reduce((length, part) => length + part.length, 0), 1);
	return Buffer.concat([header, ...parts]);
}

function textAt(bytes, offset) {
	return bytes.toString('utf8', offset, bytes.indexOf(0, offset));
}

const ASK_FOR_PASSWORD = message('R', Buffer.from([0, 0, 0, 3]));
const READY = message('Z', Buffer.from('I'));
const SEND_ROWS = message('G', Buffer.from([0, 0, 0]));
const REFUSE_ROWS = message('f', text('COPY FROM STDIN is taken as a single statement only: use the CopyManager of the driver.'));

function error(severity, state, what, detail, hint) {
	const fields = { S: severity, V: severity, C: state, M: what, D: detail, H: hint };
	const parts = Object.entries(fields).filter(([, value]) => value).map(([type, value]) => text(type + value));
	return message('E', ...parts, Buffer.from([0]));
}

function without(type, answer) {
	const kept = [];
	for (let begin = 0, end; begin < answer.length; begin = end) {
		end = begin + 1 + answer.readInt32BE(begin + 1);
		if (answer[begin] !== type.charCodeAt(0)) {
			kept.push(answer.subarray(begin, end));
		}
	}
	return Buffer.concat(kept);
}

function die(failure) {
	console.log('PGlite ended:', failure);
	process.exit(1);
}

/** PostgreSQL itself, one session of it. */
class Backend {
	#create;
	#db;
	#snapshots = new Map();

	static async start(create) {
		const backend = new Backend();
		backend.#create = create;
		backend.#db = await create();
		return backend;
	}

	greeting() {
		const body = Buffer.concat([Buffer.from([0, 3, 0, 0]), text('user'), text('postgres'), Buffer.from([0])]);
		const length = Buffer.alloc(4);
		length.writeInt32BE(4 + body.length);
		return Buffer.from(this.#db.execProtocolRawSync(Buffer.concat([length, body])));
	}

	async run(messages) {
		try {
			return Buffer.from(await this.#db.execProtocolRaw(messages));
		}
		catch (failure) {
			return die(failure);
		}
	}

	isInTransaction() {
		return this.#db.isInTransaction();
	}

	/** After a clean shutdown only do sequences stand where they stood, and unlogged tables keep their rows. */
	async snapshot(name) {
		const files = this.#db.fs;
		files.closeFs = async () => this.#snapshots.set(name, await files.dumpTar('pgdata', 'none'));
		await this.#reopen(name);
	}

	async restore(name) {
		if (!this.#snapshots.has(name)) {
			throw new Error(`there is no snapshot of the name ${name}`);
		}
		await this.#reopen(name);
	}

	async #reopen(name) {
		await this.#db.close();
		this.#db = await this.#create({ loadDataDir: this.#snapshots.get(name) }).catch(die);
	}
}

/** Who may use the backend next. */
class Turns {
	#backend;
	#patience;
	#waiting = [];
	#current = null;
	#holder = null;

	constructor(backend, patience) {
		this.#backend = backend;
		this.#patience = patience;
	}

	take(owner, statement, work, keep = () => this.#backend.isInTransaction()) {
		return new Promise((resolve, reject) => {
			const turn = { owner, statement, work, keep, resolve, reject };
			turn.timer = setTimeout(() => this.#giveUp(turn), this.#patience);
			this.#waiting.push(turn);
			this.#next();
		});
	}

	isHeldBy(owner) {
		return this.#holder?.owner === owner;
	}

	isServing(owner) {
		return this.#current?.owner === owner || this.isHeldBy(owner);
	}

	forget(owner) {
		this.#turnsOf(owner).forEach((turn) => this.#remove(turn).resolve(EMPTY));
	}

	async #next() {
		if (this.#current) {
			return;
		}
		for (let turn = this.#pick(); turn; turn = this.#pick()) {
			this.#current = turn;
			try {
				const answer = await turn.work(this.#backend);
				this.#holder = turn.keep() ? { since: Date.now(), ...this.#holder, owner: turn.owner, last: turn.statement } : null;
				this.#waiting.forEach((other) => other.timer.refresh());
				turn.resolve(answer);
			}
			catch (failure) {
				turn.reject(failure);
			}
		}
		this.#current = null;
	}

	#pick() {
		const turn = this.#waiting.find((waiting) => !this.#holder || this.isHeldBy(waiting.owner));
		return turn && this.#remove(turn);
	}

	#turnsOf(owner) {
		return this.#waiting.filter((turn) => turn.owner === owner);
	}

	#remove(turn) {
		clearTimeout(turn.timer);
		this.#waiting.splice(this.#waiting.indexOf(turn), 1);
		return turn;
	}

	#giveUp(turn) {
		if (this.#current || !this.#holder) {
			turn.timer.refresh();
			return;
		}
		const { last, since } = this.#holder;
		const failure = new Waited(
			`The other transaction began ${Date.now() - since} ms ago; its last statement was: ${last}. Nothing was done in it `
				+ `for ${this.#patience} ms, while this waited: ${turn.statement}`);
		this.#turnsOf(turn.owner).forEach((waiting) => this.#remove(waiting).reject(failure));
	}
}

/** A connection waited for another one's transaction that did nothing. */
class Waited extends Error {
	answer() {
		return error('ERROR', '55P03', 'PGlite runs one transaction at a time, and another connection\'s is open.', this.message,
			'Use one transaction at a time: no REQUIRES_NEW, no other thread while a test\'s own transaction is open, '
				+ 'spring.flyway.postgresql.transactional-lock=false. Or use the engine EMBEDDED. '
				+ 'Where the other transaction is only slow, raise agent.data.pglite.wait-timeout.');
	}
}

/** What a client sends, and gets; a queue of its own in the eyes of pglite-socket. */
class Connection {
	static #count = 0;
	static #open = 0;

	#prefix = Buffer.from(`${++Connection.#count}:`);
	#turns;
	#password;
	#greeting;
	#stage = this.#begin;
	#batch = [];
	#statement = '';
	#failure = null;
	#isOpen = false;

	constructor(turns, password, greeting) {
		this.#turns = turns;
		this.#password = password;
		this.#greeting = greeting;
	}

	async enqueue(_handler, bytes, send) {
		const answer = await this.#stage(Buffer.from(bytes));
		if (answer.length > 0) {
			send(answer);
		}
		return answer.length;
	}

	getQueueLength() {
		return this.#batch.length;
	}

	clearQueueForHandler() {
		this.#turns.forget(this);
		this.#batch = [];
		this.#stage = () => EMPTY;
	}

	async clearTransactionIfNeeded() {
		if (!this.#isOpen) {
			return;
		}
		this.#isOpen = false;
		Connection.#open--;
		if (this.#turns.isServing(this)) {
			await this.#cleanUp(() => this.#turns.isHeldBy(this), 'ROLLBACK');
		}
		if (Connection.#open === 0) {
			await this.#cleanUp(() => Connection.#open === 0, 'DISCARD ALL');
		}
	}

	async #cleanUp(isNeeded, statement) {
		const messages = Buffer.concat([message('S'), message('Q', text(statement))]);
		try {
			await this.#turns.take(this, statement, (backend) => isNeeded() ? backend.run(messages) : EMPTY);
		}
		catch {
			// another connection's transaction has begun meanwhile, so there is none of this one, nor is it the last
		}
	}

	#begin() {
		this.#stage = this.#authenticate;
		return ASK_FOR_PASSWORD;
	}

	#authenticate(bytes) {
		if (textAt(bytes, 5) !== this.#password) {
			return error('FATAL', '28P01', 'password authentication failed');
		}
		this.#stage = this.#collect;
		this.#isOpen = true;
		Connection.#open++;
		return this.#greeting;
	}

	async #collect(bytes) {
		const type = String.fromCharCode(bytes[0]);
		if (type === 'X') {
			await this.clearTransactionIfNeeded();
			return EMPTY;
		}
		if (type === 'Q' || type === 'P') {
			this.#statement = textAt(bytes, (type === 'Q') ? 5 : bytes.indexOf(0, 5) + 1);
		}
		if (type === 'Q' && COPY_IN_ALONE.test(this.#statement)) {
			this.#batch = [bytes];
			this.#stage = this.#collectRows;
			return SEND_ROWS;
		}
		// a backend that waits for rows would end, as nobody can send it any
		const refusal = ('QS'.includes(type) && COPY_IN.test(this.#statement)) ? [REFUSE_ROWS] : [];
		this.#batch.push(...((type === 'S') ? [...refusal, bytes] : [this.#named(type, bytes), ...refusal]));
		return ('QSHF'.includes(type)) ? this.#flush(type) : EMPTY;
	}

	async #collectRows(bytes) {
		this.#batch.push(bytes);
		if (!'cf'.includes(String.fromCharCode(bytes[0]))) {
			return EMPTY;
		}
		this.#stage = this.#collect;
		return this.#flush('Q');
	}

	async #flush(type) {
		const batch = this.#batch;
		const isCopy = COPY_IN.test(this.#statement);
		this.#batch = [];
		try {
			const answer = await this.#run(batch, (type === 'H') ? () => true : undefined);
			return isCopy ? without('G', answer) : answer;
		}
		catch (failure) {
			if (!(failure instanceof Waited)) {
				throw failure;
			}
			this.#stage = (type === 'H') ? this.#skip : this.#stage;
			// What was sent along with a BEGIN that has failed must not run without it
			this.#failure = failure;
			setImmediate(() => this.#failure = null);
			return Buffer.concat([failure.answer(), (type === 'H') ? EMPTY : READY]);
		}
	}

	#skip(bytes) {
		if (bytes[0] !== 'S'.charCodeAt(0)) {
			return EMPTY;
		}
		this.#stage = this.#collect;
		return READY;
	}

	#run(messages, keep) {
		if (this.#failure) {
			throw this.#failure;
		}
		const statement = this.#statement.replace(/\s+/g, ' ').trim().slice(0, 200);
		return this.#turns.take(this, statement, (backend) => backend.run(Buffer.concat(messages)), keep);
	}

	/** Statements of several connections bear the same names, and the backend knows them all. */
	#named(type, bytes) {
		const ofStatement = 'DC'.includes(type) && bytes[5] === 'S'.charCodeAt(0);
		const offset = (type === 'P') ? 5 : (type === 'B') ? bytes.indexOf(0, 5) + 1 : ofStatement ? 6 : 0;
		if (offset === 0 || bytes[offset] === 0) {
			return bytes;
		}
		return message(type, bytes.subarray(5, offset), this.#prefix, bytes.subarray(offset));
	}
}

// A thread of its own, as a statement that takes long keeps this one from hearing of the end
const input = new Worker(`
	const { Socket } = require('node:net');
	const { createInterface } = require('node:readline');
	const { parentPort } = require('node:worker_threads');
	createInterface({ input: new Socket({ fd: 0 }) })
		.on('line', (line) => parentPort.postMessage(line))
		.on('close', () => process.kill(process.pid, 'SIGKILL'));
`, { eval: true, execArgv: [] });
const nextLine = () => new Promise((resolve) => input.once('message', resolve));
const say = (line) => console.log(`agent-data ${line}`);

process.on('SIGINT', () => {});
const firstLine = nextLine();
const [pgliteFolder, socketFolder, pgvectorFolder, patience, ...settings] = process.argv.slice(1);

async function load(folder, file) {
	const entry = file ?? JSON.parse(await readFile(`${folder}/package.json`, 'utf8')).module;
	return import(pathToFileURL(`${folder}/${entry}`));
}

const { PGlite } = await load(pgliteFolder);
const { PGLiteSocketHandler } = await load(socketFolder);
const extensions = { vector: (await load(pgvectorFolder)).vector };
for (const file of (await readdir(`${pgliteFolder}/dist/contrib`)).filter((name) => name.endsWith('.js'))) {
	const name = file.slice(0, -'.js'.length);
	extensions[name] = (await load(pgliteFolder, `dist/contrib/${file}`))[name];
}
const backend = await Backend.start((options) => PGlite.create({
	extensions,
	initDbStartParams: ['--wal-segsize=1'],
	startParams: [...PGlite.defaultStartParams, ...settings.flatMap((setting) => ['-c', setting])],
	onStderr: (line) => console.log(line),
	...options
}));
const turns = new Turns(backend, Number(patience));
const greeting = backend.greeting();
const password = await firstLine;

const server = createServer((socket) => {
	new PGLiteSocketHandler({ queryQueue: new Connection(turns, password, greeting), closeOnDetach: true }).attach(socket);
});
server.listen(0, '127.0.0.1', () => say(`ready ${server.address().port}`));
input.on('message', async (line) => {
	const [command, name] = line.split(' ');
	try {
		await turns.take(input, line, (exclusive) => exclusive[command](decodeURIComponent(name)), () => false);
		say('done');
	}
	catch (failure) {
		say(`failed ${failure.message}`);
	}
});
