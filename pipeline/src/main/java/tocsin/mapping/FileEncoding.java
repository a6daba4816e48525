package tocsin.mapping;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// How the characters of a file are written as bytes.
public enum FileEncoding {
    /// What most programs write.
    UTF_8(StandardCharsets.UTF_8, "utf-8", "utf8"),
    /// What Chinese Excel writes; holds GBK and GB 2312.
    GB18030(Charset.forName("GB18030"), "gb18030", "gbk", "gb2312"),
    /// Two bytes a character, with a byte-order mark that says in which order.
    UTF_16(StandardCharsets.UTF_16, "utf-16", "utf16"),
    /// UTF-16 without a mark, the low byte first.
    UTF_16LE(StandardCharsets.UTF_16LE, "utf-16le"),
    /// UTF-16 without a mark, the high byte first.
    UTF_16BE(StandardCharsets.UTF_16BE, "utf-16be"),
    /// What older programs write in western Europe and America.
    WINDOWS_1252(Charset.forName("windows-1252"), "windows-1252"),
    /// The same without the signs of Windows.
    ISO_8859_1(StandardCharsets.ISO_8859_1, "iso-8859-1", "latin1");

    private final Charset charset;
    @SuppressWarnings("ImmutableEnumChecker") // a copy nobody can change
    private final List<String> names;

    FileEncoding(Charset charset, String... names) {
        this.charset = charset;
        this.names = List.of(names);
    }

    /// The charset that decodes it.
    Charset charset() {
        return charset;
    }

    /// What a mapping calls it.
    String key() {
        return names.getFirst();
    }

    /// The encoding a mapping calls so; empty where it is none of these.
    static Optional<FileEncoding> of(String name) {
        return Stream.of(values()).filter(one -> one.names.contains(name.strip().toLowerCase(Locale.ROOT))).findFirst();
    }

    /// The names of all.
    static List<String> keys() {
        return Stream.of(values()).map(FileEncoding::key).toList();
    }
}
