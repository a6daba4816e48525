package tocsin.transit;

import java.time.Instant;

/// Notices that a certificate was renewed.
///
/// Whoever renews writes two files, one after the other. So what was found is taken only when a second look finds the
/// same, and never where the two do not belong together. What cannot be used is told once, and the certificate before
/// stays. For one thread.
public final class Renewal {
    private final TlsSettings settings;
    private String inService;
    private String seen;
    private String told = "";

    /// What a look found.
    public sealed interface Found {}

    /// Nothing new, or something that may still be being written.
    public record Nothing() implements Found {}

    /// Another certificate, which can be used from now on.
    public record Another(TlsKey key) implements Found {}

    /// Something that cannot be used, for the first time.
    ///
    /// @param sentence the file, what is wrong and what to do
    public record Unusable(String sentence) implements Found {}

    /// What is in service is there again, after something that could not be used.
    public record AsBefore() implements Found {}

    private Renewal(TlsSettings settings, String inService) {
        this.settings = settings;
        this.inService = inService;
        this.seen = inService;
    }

    /// A certificate with what notices its renewal.
    public record Begun(TlsKey key, Renewal renewal) {}

    /// Reads the certificate, also one that has expired. Throws with the file, what is wrong with it and what to do.
    public static Begun begin(TlsSettings settings) throws UnusableTlsException {
        TlsFiles files = TlsFiles.read(settings);
        return new Begun(TlsKeyReader.readAtAnyTime(settings, files), new Renewal(settings, files.fingerprint()));
    }

    /// Looks at the files. Called again and again, seconds apart.
    public Found look(Instant now) {
        TlsFiles files = null;
        String found;
        try {
            files = TlsFiles.read(settings);
            found = files.fingerprint();
        } catch (UnusableTlsException e) {
            found = e.sentence();
        }
        if (found.equals(inService)) {
            seen = found;
            boolean wasTold = !told.isEmpty();
            told = "";
            return wasTold ? new AsBefore() : new Nothing();
        }
        if (!found.equals(seen)) {
            seen = found;
            return new Nothing();
        }
        return files == null ? unusable(found) : taken(files, found, now);
    }

    private Found taken(TlsFiles files, String fingerprint, Instant now) {
        try {
            TlsKey key = TlsKeyReader.read(settings, files, now);
            inService = fingerprint;
            told = "";
            return new Another(key);
        } catch (UnusableTlsException e) {
            return unusable(e.sentence());
        }
    }

    private Found unusable(String sentence) {
        if (sentence.equals(told)) {
            return new Nothing();
        }
        told = sentence;
        return new Unusable(sentence);
    }
}
