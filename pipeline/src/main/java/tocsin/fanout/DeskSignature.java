package tocsin.fanout;

import java.util.Map;
import java.util.Optional;
import tocsin.rules.Pack;
import tocsin.rules.Words;
import tocsin.rules.directory.Directory;

/// Who signs a message, and whom the reader calls back: the desk that acts, never its superior and never the pack.
///
/// @param issuer the name it signs with: the desk's, or the pack's where the desk has none
/// @param phone the desk's call-back number with its country; empty where none is known
public record DeskSignature(Words issuer, Optional<String> phone) {
    /// Stands where a number would: a sentence such as "Call {phone}." must still say whom to call.
    private static final Words NO_NUMBER = new Words("值班室", "the duty desk");

    /// The signature of a desk.
    ///
    /// @param desk the desk that acts, by its code; one that the directory does not know signs with the pack's name
    public static DeskSignature of(String desk, Pack pack, Directory directory) {
        return new DeskSignature(directory.issuer(desk).orElse(pack.issuer()), directory.phone(desk));
    }

    /// Puts what templates call `{issuer}` and `{phone}` among these words.
    void into(Map<String, String> words, String language) {
        words.put("issuer", issuer.in(language));
        words.put("phone", callBack(language));
    }

    /// Whom to call: the number, or the desk in words where no number is known.
    public String callBack(String language) {
        return phone.orElse(NO_NUMBER.in(language));
    }
}
