package tocsin.answers;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What an SMS means by itself.
public sealed interface Intent {
    /// I have it.
    ///
    /// @param codes the incidents that are named, as they are named; empty for what waits
    record Acknowledge(List<String> codes) implements Intent {}

    /// What is open, and what can I answer?
    record Ask() implements Intent {}

    /// Send me no more SMS.
    record Stop() implements Intent {}

    /// Send me SMS again.
    record Start() implements Intent {}

    /// A text that is kept, and acknowledges nothing.
    ///
    /// @param manner how it is meant
    /// @param codes the incidents that may be named in it, as they are named; empty where none is
    /// @param text the text as it was sent
    record Words(Manner manner, List<String> codes, String text) implements Intent {}

    /// What this text means. Full-width characters, case, blanks and a last full stop make no difference, nor do characters
    /// that nobody sees around the text. In doubt it is no acknowledgement.
    static Intent of(String text) {
        String plain = SmsText.plain(text);
        String bare = SmsText.withoutEnd(plain);
        if (bare.isEmpty() || SmsText.ASK.matcher(bare).matches()) {
            return new Ask();
        }
        if (SmsText.STOP.contains(bare)) {
            return new Stop();
        }
        if (SmsText.START.contains(bare)) {
            return new Start();
        }
        Optional<Set<String>> acknowledged = SmsText.deceives(text)
                ? Optional.empty()
                : AcknowledgementForm.read(bare.equals("一") ? "1" : bare);
        return acknowledged.<Intent>map(codes -> new Acknowledge(List.copyOf(codes)))
                .orElseGet(() -> new Words(Manner.of(plain), IncidentCodes.in(plain), text.strip()));
    }
}
