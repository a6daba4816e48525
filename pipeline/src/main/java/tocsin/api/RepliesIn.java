package tocsin.api;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tocsin.intake.Passport;
import tocsin.intake.Role;
import tocsin.internal.v1.Reply;
import tocsin.internal.v1.SpecialReportState;
import tocsin.readmodel.ReadModel;
import tocsin.rules.directory.Official;
import tocsin.v1.Incident;
import tocsin.v1.IncidentState;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;
import tocsin.wire.PackLibrary;
import tocsin.wire.Topics;

/// SMS that people send: those of officials go to their desk, signed in their name; nobody else is answered or kept.
public final class RepliesIn {
    private static final Logger LOG = LoggerFactory.getLogger(RepliesIn.class);
    private static final int LONGEST = 1_600;
    /// Notifications to officials of other desks that are looked at, the newest first.
    private static final int LOOKED_AT = 1_000;
    /// Incidents of other desks that are named: more than one already makes a bare answer unclear.
    private static final int ELSEWHERE = 20;

    private final Topics topics;
    private final Publisher publisher;
    private final PackLibrary packs;
    private final ReadModel model;

    /// @param model what was put out: what other desks wait for
    public RepliesIn(Topics topics, Publisher publisher, PackLibrary packs, ReadModel model) {
        this.topics = topics;
        this.publisher = publisher;
        this.packs = packs;
        this.model = model;
    }

    /// Takes one SMS; once the broker has acknowledged it durably it is never lost. Throws 503 while it does not.
    ///
    /// @param providerId the provider's own id: the same SMS twice counts once
    /// @param from the number it came from, however it is written
    public void take(String providerId, String from, String text, Instant at) {
        List<Official> sharing = packs.activeDirectory().withNumber(from);
        if (sharing.isEmpty()) {
            LOG.info("an SMS from a number nobody of the directory has: providerId={}", providerId);
            return;
        }
        String kept = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        // Each desk finds among its officials of this telephone the one who was asked.
        Map<String, Official> byDesk = sharing.stream().collect(Collectors.toMap(Official::desk, Function.identity(),
                (first, other) -> first, LinkedHashMap::new));
        byDesk.forEach((desk, official) -> publisher.send(topics.replies, official.id(),
                new Reply(providerId, official.id(), "sms", kept, at, elsewhere(desk, sharing)),
                new Passport(official.id(), Role.OFFICIAL)).arrivedAt());
    }

    /// What waits at other desks for officials of this telephone, as far as is known here: a bare answer may mean it.
    private List<String> elsewhere(String desk, List<Official> sharing) {
        Map<String, String> others = sharing.stream().filter(official -> !official.desk().equals(desk))
                .collect(Collectors.toMap(Official::id, Official::desk));
        if (others.isEmpty()) {
            return List.of();
        }
        return model.notifications(told -> others.containsKey(told.getRecipient()), LOOKED_AT).stream()
                .map(ReadModel.Sent::notification)
                .filter(told -> waitsAt(String.valueOf(others.get(told.getRecipient())), told))
                .map(Notification::getIncidentId).distinct().limit(ELSEWHERE).toList();
    }

    /// Whether an answer of this desk's official would be one. A notice of a neighbour's incident asks for none there.
    private boolean waitsAt(String desk, Notification told) {
        Optional<Incident> about = model.incident(told.getIncidentId())
                .filter(incident -> incident.getDesk().equals(desk));
        return told.getReason() == NotifyReason.SPECIAL_REPORT
                ? about.isPresent() && model.specialReports(told.getIncidentId()).stream()
                        .anyMatch(report -> report.getState() == SpecialReportState.SENT)
                : about.filter(incident -> incident.getState() == IncidentState.OPEN).isPresent();
    }
}
