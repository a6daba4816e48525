package tocsin.fanout;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tocsin.model.Grades;
import tocsin.model.IncidentName;
import tocsin.model.References;
import tocsin.model.Sha256;
import tocsin.rules.AnswerWords;
import tocsin.rules.Pack;
import tocsin.rules.SmsParts;
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
    /// Incidents listed in one answer at most; the others are counted.
    private static final int LISTED = 3;
    /// Parts of an SMS an answer may take.
    private static final int PARTS = 2;
    /// A place longer than this is cut in a list: characters. Where the list does not fit, no place is said.
    private static final List<Integer> PLACES = List.of(24, 10, 0);

    private final Pack pack;
    private final Directory directory;
    private final Instant now;

    public AnswerFanout(Pack pack, Directory directory, Instant now) {
        this.pack = pack;
        this.directory = directory;
        this.now = now;
    }

    /// What waits for an answer.
    ///
    /// @param gravest some of it, the gravest first
    /// @param count how much of it there is
    /// @param alike names whose serial number another open incident has, of another day
    public record Waiting(List<Incident> gravest, int count, Set<String> alike) {}

    /// How many of what waits are ever listed: more need not be read.
    public static int listed() {
        return LISTED;
    }

    /// The answer, or empty where this person has no number. It lists as much of what waits as fits into two parts, the
    /// gravest always, and counts the rest.
    ///
    /// @param replyId what is answered
    /// @param about the incidents it is about, if it is about any
    public Optional<Notification> answer(AnswerWords kind, Official official, String replyId, List<Incident> about,
            Waiting waiting) {
        Optional<Incident> first = about.stream().findFirst().or(() -> waiting.gravest().stream().findFirst());
        String id = Sha256.of("answer", official.id(), replyId).substring(0, 32);
        String reference = References.of(id);
        Draft draft = new Draft(kind, official.language(), about, waiting, reference,
                DeskSignature.of(first.map(Incident::getDesk).orElse(official.desk()), pack, directory));
        Map<String, String> words = fitting(draft);
        return official.address(ChannelKind.SMS).map(number -> Notification.newBuilder().setNotificationId(id)
                .setIncidentId(first.map(Incident::getIncidentId).orElse(""))
                .setRevision(first.map(Incident::getRevision).orElse(0)).setStep("ANSWER").setRecipient(official.id())
                .setChannel(ChannelKind.SMS).setAddress(number).setUrgency(Urgency.URGENT)
                .setBody(body(draft, words))
                .setLanguage(official.language()).setExpiresAt(now.plus(WORTH)).setDecidedAt(now)
                .setReason(NotifyReason.ANSWER).setStatus(first.map(Incident::getStatus).orElse(Status.ACTUAL))
                .setTemplate("ANSWER." + kind + "." + official.language()).setParameters(Template.harmless(words))
                .setReference(reference).build());
    }

    /// An answer whose list is not made yet.
    ///
    /// @param signature who signs it, and whom to call
    private record Draft(AnswerWords kind, String language, List<Incident> about, Waiting waiting, String reference,
            DeskSignature signature) {
        Status status() {
            return about.stream().findFirst().map(Incident::getStatus).orElse(Status.ACTUAL);
        }
    }

    private String body(Draft draft, Map<String, String> words) {
        String text = Template.fill(pack.answer(draft.kind(), draft.language()), words).strip();
        return References.append(Wording.marked(text, draft.status()), draft.reference());
    }

    /// The words with the longest list that fits; with the shortest one where the pack's own words leave no room.
    private Map<String, String> fitting(Draft draft) {
        Map<String, String> words = words(draft, 0, 0);
        for (int listed = Math.min(LISTED, draft.waiting().gravest().size()); listed > 0; listed--) {
            for (int place : PLACES) {
                words = words(draft, listed, place);
                if (SmsParts.of(body(draft, words)).parts() <= PARTS) {
                    return words;
                }
            }
        }
        return words;
    }

    private Map<String, String> words(Draft draft, int listed, int place) {
        String language = draft.language();
        Waiting waiting = draft.waiting();
        Map<String, String> words = new HashMap<>();
        words.put("drill", draft.about().stream().findFirst().map(Incident::getStatus).map(Wording::drill).orElse(""));
        draft.signature().into(words, language);
        words.put("incident", draft.about().stream().map(Incident::getIncidentId)
                .collect(Collectors.joining(language.startsWith("zh") ? "、" : ", ")));
        words.put("count", Integer.toString(waiting.count()));
        words.put("open", list(waiting, listed, place, language));
        words.put("waiting",
                waiting.count() == 0 ? "" : Template.fill(pack.answer(AnswerWords.WAITING, language), words));
        return words;
    }

    private String list(Waiting waiting, int listed, int place, String language) {
        boolean zh = language.startsWith("zh");
        int more = waiting.count() - listed;
        return Stream.concat(
                waiting.gravest().stream().limit(listed).map(incident -> item(incident, waiting, place, language)),
                more > 0 ? Stream.of(zh ? "另有" + more + "件" : more + " more") : Stream.of())
                .collect(Collectors.joining(zh ? "；" : "; "));
    }

    private String item(Incident incident, Waiting waiting, int place, String language) {
        boolean zh = language.startsWith("zh");
        String type = pack.typeName(incident.getType(), language);
        String kind = Grades.words(incident.getGrade()).in(language) + (zh ? "" : " ")
                + (type.isEmpty() ? zh ? "突发事件" : "emergency" : type);
        String where = Wording.place(incident.getLocation(), directory, language);
        // Three full stops, and no ellipsis: that one is outside the alphabet that lets an English SMS hold 160 characters.
        String cut = where.length() <= place ? where : where.substring(0, Math.max(0, place - 3)) + "...";
        return Wording.drill(incident.getStatus()) + number(incident, waiting) + " " + kind
                + (place == 0 ? "" : (zh ? " " : ", ") + cut);
    }

    /// Its serial number; its whole name where the number could mean another one.
    private static String number(Incident incident, Waiting waiting) {
        String name = incident.getIncidentId();
        return waiting.alike().contains(name)
                ? name
                : IncidentName.parse(name).map(parsed -> String.format(Locale.ROOT, "%04d", parsed.serial()))
                        .orElse(name);
    }
}
