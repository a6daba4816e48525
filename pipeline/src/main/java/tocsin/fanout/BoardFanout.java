package tocsin.fanout;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tocsin.internal.v1.IncidentFile;
import tocsin.model.OfficialAlerts;
import tocsin.model.Sha256;
import tocsin.rules.BoardTemplate;
import tocsin.rules.Pack;
import tocsin.rules.Template;
import tocsin.rules.directory.Area;
import tocsin.rules.directory.Board;
import tocsin.rules.directory.Directory;
import tocsin.v1.ChannelKind;
import tocsin.v1.Incident;
import tocsin.v1.Location;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;
import tocsin.v1.Status;
import tocsin.v1.Urgency;

/// Writes what display boards show, and that they show it no more. Pages are a blank line apart, one a language.
public final class BoardFanout {
    /// How long it is tried to make a board dark.
    private static final Duration CLEARED_WITHIN = Duration.ofHours(12);

    private final Pack pack;
    private final Directory directory;
    private final Instant now;

    public BoardFanout(Pack pack, Directory directory, Instant now) {
        this.pack = pack;
        this.directory = directory;
        this.now = now;
    }

    /// The words of this template about this incident, to be shown on this board.
    public Notification show(BoardTemplate template, int draft, IncidentFile file, Board board) {
        Map<String, String> used = new HashMap<>();
        List<String> pages = List.of("zh", "en").stream().filter(board.languages()::contains)
                .filter(template.pages()::containsKey).map(language -> {
                    Map<String, String> words = words(template, file, language);
                    words.forEach((name, word) -> used.put(name + "." + language, word));
                    return marked(template.pages().getOrDefault(language, List.of()).stream()
                            .map(line -> Template.fill(line, words)).collect(Collectors.joining("\n")),
                            language, file.getIncident().getStatus());
                }).toList();
        return notification(template.id(), "B" + draft, file.getIncident(), board, NotifyReason.PUBLIC)
                .setPriority(template.priority())
                .setBody(String.join("\n\n", pages)).setParameters(used)
                .setExpiresAt(OfficialAlerts.noLater(now.plus(template.shownFor()), file))
                .setLanguage(pages.size() > 1 ? "mul" : board.languages().stream().sorted().findFirst().orElse("mul"))
                .build();
    }

    /// What this template showed about this incident, gone from this board.
    ///
    /// @param reason why: ALL_CLEAR or RETRACTED
    public Notification clear(String template, int draft, IncidentFile file, Board board, NotifyReason reason) {
        return notification(template, "B" + draft + "-C", file.getIncident(), board, reason).setBody("")
                .setParameters(Map.of()).setExpiresAt(now.plus(CLEARED_WITHIN)).setLanguage("mul").build();
    }

    private Notification.Builder notification(String template, String step, Incident incident, Board board,
            NotifyReason reason) {
        return Notification.newBuilder()
                .setNotificationId(Sha256.of(incident.getDesk(), incident.getOpenedBy(), step, board.id(),
                        ChannelKind.BOARD.name()).substring(0, 32))
                .setIncidentId(incident.getIncidentId()).setRevision(incident.getRevision()).setStep(step)
                .setRecipient(board.id()).setChannel(ChannelKind.BOARD).setAddress(board.id())
                .setUrgency(Urgency.URGENT).setGrade(incident.getGrade()).setDecidedAt(now).setReason(reason)
                .setStatus(incident.getStatus()).setTemplate(template);
    }

    /// A board of plain ASCII can show the English mark and not the Chinese one.
    private static String marked(String page, String language, Status status) {
        String mark = Wording.drill(status);
        return mark.isEmpty() || language.equals("zh")
                ? Wording.marked(page, status)
                : "[" + status + "] " + page.replace(mark, "");
    }

    private Map<String, String> words(BoardTemplate template, IncidentFile file, String language) {
        Map<String, String> known = Wording.open(file, pack, directory, language);
        Location location = file.getIncident().getLocation();
        known.put("area", directory.area(location == null ? null : location.getAreaCode())
                .or(() -> directory.area(file.getIncident().getDesk())).map(Area::name).map(name -> name.in(language))
                .orElse(""));
        known.keySet().retainAll(template.parameters());
        return known;
    }
}
