package tocsin.intake;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// What a link in a message allows: one person to acknowledge one incident, or to confirm that one special report has
/// come, until a time. Nothing else, and nobody can make one who has not the intakes' secret.
///
/// @param incidentId the incident
/// @param official the person
/// @param until when it is worth nothing
/// @param specialReport the number of the special report; empty where the incident is acknowledged
public record AnswerToken(String incidentId, String official, Instant until, Optional<Integer> specialReport) {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final String ACKNOWLEDGE = "ack";
    private static final String RECEIVED = "received";

    /// The token as it stands in an address.
    public String sign(byte[] secret) {
        String kind = specialReport.map(number -> RECEIVED + " " + number).orElse(ACKNOWLEDGE);
        String payload = ENCODER.encodeToString(
                String.join("\n", kind, incidentId, official, Long.toString(until.getEpochSecond()))
                        .getBytes(StandardCharsets.UTF_8));
        return payload + "." + Passport.hex(payload.getBytes(StandardCharsets.UTF_8), secret);
    }

    /// The token in this text, or empty if it is forged or damaged. Whether it has run out is asked of [#until].
    public static Optional<AnswerToken> verify(String text, byte[] secret) {
        int dot = text.indexOf('.');
        if (dot < 0 || !Passport.matches(text.substring(dot + 1),
                text.substring(0, dot).getBytes(StandardCharsets.UTF_8), secret)) {
            return Optional.empty();
        }
        try {
            List<String> parts = List.of(new String(Base64.getUrlDecoder().decode(text.substring(0, dot)),
                    StandardCharsets.UTF_8).split("\n", -1));
            if (parts.size() != 4) {
                return Optional.empty();
            }
            List<String> kind = List.of(parts.getFirst().split(" ", -1));
            Optional<Integer> number = kind.size() == 2 && kind.getFirst().equals(RECEIVED)
                    ? Optional.of(Integer.valueOf(kind.get(1)))
                    : Optional.empty();
            return number.isPresent() || parts.getFirst().equals(ACKNOWLEDGE)
                    ? Optional.of(new AnswerToken(parts.get(1), parts.get(2),
                            Instant.ofEpochSecond(Long.parseLong(parts.get(3))), number))
                    : Optional.empty();
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
