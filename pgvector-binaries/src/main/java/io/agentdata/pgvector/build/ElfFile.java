// SPDX-License-Identifier: Apache-2.0

package io.agentdata.pgvector.build;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A 64-bit little-endian shared library: its undefined dynamic symbols with the versions
 * that they need. The editing methods change the content; what was read before stays as
 * it was read.
 *
 * @see <a href="https://refspecs.linuxfoundation.org/elf/gabi4+/contents.html">ELF</a>
 * @see <a href=
 * "https://refspecs.linuxfoundation.org/LSB_5.0.0/LSB-Core-generic/LSB-Core-generic/symversion.html">Symbol
 * versioning</a>
 */
final class ElfFile {

	private static final int ELF64_LITTLE_ENDIAN = 0x0102;

	private static final int WITHOUT_CONTENT = 8;

	private static final int DYNAMIC_SYMBOLS = 11;

	private static final int VERSION_NEEDS = 0x6ffffffe;

	private static final int SYMBOL_VERSIONS = 0x6fffffff;

	private static final int SYMBOL_SIZE = 24;

	private static final short WEAK = 0x2;

	private final ByteBuffer content;

	private final List<Section> sections = new ArrayList<>();

	private final List<VersionNeed> versionNeeds = new ArrayList<>();

	private final List<UndefinedSymbol> undefinedSymbols = new ArrayList<>();

	private ElfFile(byte[] content) {
		this.content = ByteBuffer.wrap(content.clone()).order(ByteOrder.LITTLE_ENDIAN);
	}

	static ElfFile parse(byte[] content, String name) {
		ElfFile file = new ElfFile(content);
		try {
			file.readSections();
			file.readVersionNeeds();
			file.readUndefinedSymbols();
			return file;
		}
		catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException ex) {
			throw new IllegalStateException(
					"%s was to be read as a 64-bit little-endian ELF library, but its %s bytes are none or are not complete (%s). Build with an empty -Dpgvector.cache; if it stays so, the package has changed."
						.formatted(name, content.length, ex.getMessage()),
					ex);
		}
	}

	int machine() {
		return this.content.getShort(18);
	}

	List<VersionNeed> versionNeeds() {
		return List.copyOf(this.versionNeeds);
	}

	List<UndefinedSymbol> undefinedSymbols() {
		return List.copyOf(this.undefinedSymbols);
	}

	byte[] content() {
		return this.content.array().clone();
	}

	/**
	 * Lets a symbol have the end of its name as its name.
	 * @param symbol the symbol
	 * @param skippedCharacters how many characters the name loses
	 */
	void shortenName(UndefinedSymbol symbol, int skippedCharacters) {
		this.content.putInt(symbol.nameOffset(), this.content.getInt(symbol.nameOffset()) + skippedCharacters);
	}

	void bind(UndefinedSymbol symbol, VersionNeed need) {
		this.content.putShort(symbol.versionOffset(), (short) need.index());
	}

	void makeWeak(VersionNeed need) {
		short flags = this.content.getShort(need.flagsOffset());
		this.content.putShort(need.flagsOffset(), (short) (flags | WEAK));
	}

	private void readSections() {
		if (this.content.getInt(0) != 0x464c457f || this.content.getShort(4) != ELF64_LITTLE_ENDIAN) {
			throw new IllegalArgumentException("no ELF64 header");
		}
		int offset = Math.toIntExact(this.content.getLong(40));
		int size = this.content.getShort(58);
		int count = this.content.getShort(60);
		for (int i = 0; i < count; i++) {
			int header = offset + i * size;
			Section section = new Section(this.content.getInt(header + 4),
					Math.toIntExact(this.content.getLong(header + 24)),
					Math.toIntExact(this.content.getLong(header + 32)), this.content.getInt(header + 40),
					this.content.getInt(header + 44));
			if (section.type() != WITHOUT_CONTENT) {
				Objects.checkFromIndexSize(section.offset(), section.size(), this.content.limit());
			}
			this.sections.add(section);
		}
		Objects.checkFromIndexSize(offset, count * size, this.content.limit());
	}

	private void readVersionNeeds() {
		Section section = section(VERSION_NEEDS);
		int file = section.offset();
		for (int i = 0; i < section.info(); i++) {
			int version = file + this.content.getInt(file + 8);
			for (int j = 0; j < this.content.getShort(file + 2); j++) {
				this.versionNeeds.add(new VersionNeed(string(section, this.content.getInt(version + 8)),
						this.content.getShort(version + 6) & 0x7fff, (this.content.getShort(version + 4) & WEAK) != 0,
						version + 4));
				version += this.content.getInt(version + 12);
			}
			file += this.content.getInt(file + 12);
		}
	}

	private void readUndefinedSymbols() {
		Section symbols = section(DYNAMIC_SYMBOLS);
		Section versions = section(SYMBOL_VERSIONS);
		for (int i = 1; i < symbols.size() / SYMBOL_SIZE; i++) {
			int symbol = symbols.offset() + i * SYMBOL_SIZE;
			boolean undefined = this.content.getShort(symbol + 6) == 0;
			if (undefined) {
				int version = versions.offset() + i * Short.BYTES;
				this.undefinedSymbols.add(new UndefinedSymbol(string(symbols, this.content.getInt(symbol)),
						this.content.getShort(version) & 0x7fff, symbol, version));
			}
		}
	}

	private Section section(int type) {
		return this.sections.stream()
			.filter((section) -> section.type() == type)
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("no section of type 0x%x".formatted(type)));
	}

	private String string(Section section, int index) {
		int start = this.sections.get(section.link()).offset() + index;
		int end = start;
		while (this.content.get(end) != 0) {
			end++;
		}
		return new String(this.content.array(), start, end - start, StandardCharsets.US_ASCII);
	}

	/**
	 * What the section header table says of a section.
	 */
	private record Section(int type, int offset, int size, int link, int info) {

	}

}
