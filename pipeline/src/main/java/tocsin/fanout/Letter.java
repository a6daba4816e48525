package tocsin.fanout;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tocsin.model.References;
import tocsin.model.Sha256;
import tocsin.rules.Pack;
import tocsin.rules.SmsParts;
import tocsin.rules.Template;
import tocsin.rules.directory.Official;
import tocsin.v1.ChannelKind;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;
import tocsin.v1.Status;
import tocsin.v1.Urgency;

/// A message that is about no incident: a paper's receipt or refusal, or news of a feed.
///
/// @param reason why it is written; it names the pack's template
/// @param id its identity, the same however often it is written
/// @param status of what it is about
/// @param words what fills the places of a mail
/// @param brief what fills those of an SMS
public record Letter(NotifyReason reason, String id, Status status, Map<String, String> words,
        Map<String, String> brief) {
    private static final Duration WORTH = Duration.ofHours(24);
    /// Parts an SMS may take at most (catalogue 3.2).
    private static final int PARTS = 5;
    /// Places of templates that give way, in this order, where an SMS is too long.
    private static final List<String> GIVE_WAY = List.of("due", "why", "what");

    /// The words every letter to this reader has, to put more in.
    ///
    /// @param from the desk that writes it
    public static Map<String, String> words(DeskSignature from, Official reader, Status status) {
        Map<String, String> words = new HashMap<>(
                Map.of("drill", Wording.drill(status), "recipient", reader.name()));
        from.into(words, reader.language());
        return words;
    }

    /// This letter for an official, by the first of these means he can be reached by; empty where there is none, or where
    /// the pack has no words for it.
    public Optional<Notification> to(Official official, List<ChannelKind> means, Pack pack, Instant now) {
        return means.stream().filter(each -> official.address(each).isPresent()).findFirst()
                .flatMap(channel -> pack.template(reason.name(), official.language())
                        .map(template -> to(official, channel, template, now)));
    }

    private Notification to(Official official, ChannelKind channel, Template template, Instant now) {
        boolean mail = channel == ChannelKind.EMAIL;
        Map<String, String> said = mail ? words : brief;
        String name = Sha256.of(id, channel.name()).substring(0, 32);
        String reference = References.of(name);
        String body = Wording.marked(mail ? Template.fill(template.email(), said) : sms(template.sms(), said), status);
        return Notification.newBuilder().setNotificationId(name).setIncidentId("").setRevision(0)
                .setStep(reason.name()).setRecipient(official.id()).setChannel(channel)
                .setAddress(official.address(channel).orElseThrow()).setUrgency(Urgency.ROUTINE)
                .setSubject(mail ? Wording.marked(Template.fill(template.subject(), said), status) : null)
                .setBody(mail ? body : References.append(body, reference)).setLanguage(official.language())
                .setExpiresAt(now.plus(WORTH)).setDecidedAt(now).setReason(reason).setStatus(status)
                .setTemplate(reason + "." + official.language()).setParameters(Template.harmless(said))
                .setReference(mail ? null : reference).build();
    }

    /// The words of an SMS; what is too long gives way at its end, but never the name of what it is about.
    private static String sms(String template, Map<String, String> words) {
        Map<String, String> shortened = new HashMap<>(words);
        String text = Template.fill(template, shortened);
        for (String name : GIVE_WAY) {
            String value = shortened.getOrDefault(name, "");
            while (SmsParts.of(text + " #00000").parts() > PARTS && value.length() > 1) {
                value = value.substring(0, value.length() - 1);
                shortened.put(name, value + "…");
                text = Template.fill(template, shortened);
            }
        }
        return text;
    }
}
