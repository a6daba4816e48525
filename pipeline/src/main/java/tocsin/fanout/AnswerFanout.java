package tocsin.fanout;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tocsin.model.IncidentName;
import tocsin.model.References;
import tocsin.model.Sha256;
import tocsin.rules.AnswerWords;
import tocsin.rules.Pack;
import tocsin.rules.Template;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.Official;
import tocsin.v1.ChannelKind;
import tocsin.v1.Incident;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;
import tocsin.v1.Status;
import tocsin.v1.Urgency;

/// Writes what is answered to somebody's SMS.
public final class AnswerFanout {
    private static final Duration WORTH = Duration.ofMinutes(15);
    /// Incidents listed in one answer: two parts of an SMS.
    private static final int LISTED = 3;

    private final Pack pack;
    private final Directory directory;
    private final Instant now;

    public AnswerFanout(Pack pack, Directory directory, Instant now) {
        this.pack = pack;
        this.directory = directory;
        this.now = now;
    }

    /// The answer, or empty where this person has no number.
    ///
    /// @param replyId what is answered
    /// @param about the incident it is about, if it is about one
    /// @param open the incidents to list, the most likely first
    public Optional<Notification> answer(AnswerWords kind, Official official, String replyId,
            Optional<Incident> about, List<Incident> open) {
        Optional<Incident> first = about.or(() -> open.stream().findFirst());
        Map<String, String> words = new HashMap<>();
        Status status = about.map(Incident::getStatus).orElse(Status.ACTUAL);
        words.put("drill", Wording.drill(status));
        words.put("issuer", pack.issuer().in(official.language()));
        words.put("incident", first.map(Incident::getIncidentId).orElse(""));
        words.put("open", list(open, official.language()));
        String id = Sha256.of("answer", official.id(), replyId).substring(0, 32);
        String reference = References.of(id);
        return official.address(ChannelKind.SMS).map(number -> Notification.newBuilder().setNotificationId(id)
                .setIncidentId(first.map(Incident::getIncidentId).orElse(""))
                .setRevision(first.map(Incident::getRevision).orElse(0)).setStep("ANSWER").setRecipient(official.id())
                .setChannel(ChannelKind.SMS).setAddress(number).setUrgency(Urgency.URGENT)
                .setBody(References.append(
                        Wording.marked(Template.fill(pack.answer(kind, official.language()), words),
                                status),
                        reference))
                .setLanguage(official.language()).setExpiresAt(now.plus(WORTH)).setDecidedAt(now)
                .setReason(NotifyReason.ANSWER).setStatus(first.map(Incident::getStatus).orElse(Status.ACTUAL))
                .setTemplate("ANSWER." + kind + "." + official.language()).setParameters(words)
                .setReference(reference).build());
    }

    private String list(List<Incident> open, String language) {
        return open.stream().limit(LISTED).map(incident -> IncidentName.parse(incident.getIncidentId())
                .map(name -> Wording.drill(incident.getStatus())
                        + String.format(java.util.Locale.ROOT, "%04d", name.serial()))
                .orElse("") + " " + pack.typeName(incident.getType(), language) + " "
                + Wording.place(incident.getLocation(), directory, language))
                .collect(Collectors.joining(language.startsWith("zh") ? "；" : "; "));
    }
}
