package tocsin.api;

import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.intake.Passport;
import tocsin.intake.Role;
import tocsin.internal.v1.Reply;
import tocsin.rules.directory.Official;
import tocsin.v1.ChannelKind;
import tocsin.wire.PackLibrary;
import tocsin.wire.Topics;

/// SMS that people send: those of officials go to their desk, signed in their name; nobody else is answered or kept.
public final class RepliesIn {
    private static final Logger LOG = LoggerFactory.getLogger(RepliesIn.class);
    private static final int LONGEST = 1_600;

    private final Topics topics;
    private final Publisher publisher;
    private final PackLibrary packs;

    public RepliesIn(Topics topics, Publisher publisher, PackLibrary packs) {
        this.topics = topics;
        this.publisher = publisher;
        this.packs = packs;
    }

    /// Takes one SMS; once the broker has acknowledged it durably it is never lost. Throws 503 while it does not.
    ///
    /// @param providerId the provider's own id: the same SMS twice counts once
    /// @param from the number it came from
    public void take(String providerId, String from, String text, Instant at) {
        Optional<Official> sender = packs.activeDirectory().officials().values().stream()
                .filter(official -> official.address(ChannelKind.SMS).filter(from::equals).isPresent()).findFirst();
        if (sender.isEmpty()) {
            LOG.info("an SMS from a number nobody of the directory has: providerId={}", providerId);
            return;
        }
        String official = sender.get().id();
        String words = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        publisher.send(topics.replies, official, new Reply(providerId, official, "sms", words, at),
                new Passport(official, Role.OFFICIAL)).arrivedAt();
    }
}
