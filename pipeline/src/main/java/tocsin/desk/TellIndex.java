package tocsin.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Who was told of which incident, who wants no SMS, and which boards show what, in a desk's index.
///
/// @param index the desk's index
/// @param desk the desk
record TellIndex(Table<String> index, String desk) {
    /// Automatic answers to one person in [#ANSWERS_WITHIN] at most: two machines that answer each other come to rest.
    static final int ANSWERS = 6;
    static final Duration ANSWERS_WITHIN = Duration.ofMinutes(10);
    /// How often one person is asked back in [#ASKED_BACK_WITHIN] at most, while an ask of grade I or II is open.
    static final int ASKED_BACK = 3;
    static final Duration ASKED_BACK_WITHIN = Duration.ofHours(1);
    /// How long an SMS is taken for the receipt of a special report.
    static final Duration UPWARD_WITHIN = Duration.ofDays(2);
    private static final int ROWS = 1_000;
    /// Incidents of one person that are looked at: far more than are open at a time. Some 2 MB of names.
    static final int INCIDENTS = 20_000;

    void told(String official, String incidentId) {
        index.put(key("told", official, incidentId), incidentId);
    }

    /// The incidents this person was told of, by name, at most [#INCIDENTS]; closed ones are forgotten.
    List<String> toldOf(String official) {
        List<String> told = new ArrayList<>();
        String stem = key("told", official, "");
        String from = stem;
        while (told.size() < INCIDENTS) {
            List<Map.Entry<String, String>> rows = index.range(from, stem + "\uffff", ROWS);
            rows.forEach(row -> told.add(row.getValue()));
            if (rows.size() < ROWS) {
                break;
            }
            from = rows.getLast().getKey() + "\u0000";
        }
        return told.subList(0, Math.min(told.size(), INCIDENTS));
    }

    /// This person is asked to answer for this incident.
    ///
    /// @param anew whether an escalation begins with it: an answer to what was asked before is no answer to this, whoever
    ///     gives it
    void asked(String official, String incidentId, boolean anew, Instant at) {
        String key = key("asked", official, incidentId);
        if (anew || index.get(key) == null) {
            index.put(key, Long.toString(at.toEpochMilli()));
        }
        if (anew) {
            index.put(key("asked-anew", incidentId), Long.toString(at.toEpochMilli()));
        }
    }

    /// When this person was asked to answer for this incident as its escalation stands; empty where that was not kept.
    Optional<Instant> askedAt(String official, String incidentId) {
        return Stream.of(key("asked", official, incidentId), key("asked-anew", incidentId)).map(index::get)
                .filter(Objects::nonNull).map(at -> Instant.ofEpochMilli(Long.parseLong(at)))
                .max(Comparator.naturalOrder());
    }

    void forgetTold(String official, String incidentId) {
        index.remove(key("told", official, incidentId));
        index.remove(key("asked", official, incidentId));
        index.remove(key("asked-anew", incidentId));
    }

    /// An SMS has told this official of a special report about this incident; his next answer is its receipt.
    void toldUpward(String official, String incidentId, int number, Instant at) {
        index.put(key("upward", official, incidentId),
                String.format(Locale.ROOT, "%s %d %d", incidentId, number, at.toEpochMilli()));
    }

    void answeredUpward(String official, String incidentId) {
        index.remove(key("upward", official, incidentId));
    }

    /// A special report whose receipt is awaited by SMS.
    record Upward(String incidentId, int number, Instant at) {}

    /// The special reports whose receipt is awaited of this official, one an incident; those too old are forgotten.
    List<Upward> upwardOf(String official, Instant now) {
        List<Upward> awaited = values(key("upward", official, "")).stream().map(value -> value.split(" "))
                .map(parts -> new Upward(parts[0], Integer.parseInt(parts[1]),
                        Instant.ofEpochMilli(Long.parseLong(parts[2]))))
                .toList();
        awaited.stream().filter(one -> one.at().plus(UPWARD_WITHIN).isBefore(now))
                .forEach(one -> answeredUpward(official, one.incidentId()));
        return awaited.stream().filter(one -> !one.at().plus(UPWARD_WITHIN).isBefore(now)).toList();
    }

    boolean hasOptedOut(String official) {
        return index.get(key("optout", official)) != null;
    }

    void optOut(String official, Instant at) {
        index.put(key("optout", official), at.toString());
    }

    void optIn(String official) {
        index.remove(key("optout", official));
    }

    /// Whether this person may get one more automatic answer now; counts it.
    boolean takeAnswer(String official, Instant now) {
        String key = key("answers", official);
        String before = index.get(key);
        String[] parts = before == null ? new String[]{"0", "0"} : before.split(" ");
        Instant began = Instant.ofEpochMilli(Long.parseLong(parts[0]));
        boolean anew = began.plus(ANSWERS_WITHIN).isBefore(now);
        int given = anew ? 0 : Integer.parseInt(parts[1]);
        if (given >= ANSWERS) {
            return false;
        }
        index.put(key, String.format(Locale.ROOT, "%d %d", anew ? now.toEpochMilli() : began.toEpochMilli(),
                given + 1));
        return true;
    }

    /// Whether this person may be asked back once more now; counts it.
    boolean takeAskBack(String official, Instant now) {
        String key = key("asked-back", official);
        String before = index.get(key);
        List<Long> lately = before == null
                ? List.of()
                : Stream.of(before.split(" ")).map(Long::parseLong)
                        .filter(at -> Instant.ofEpochMilli(at).plus(ASKED_BACK_WITHIN).isAfter(now)).toList();
        if (lately.size() >= ASKED_BACK) {
            return false;
        }
        index.put(key, Stream.concat(lately.stream(), Stream.of(now.toEpochMilli())).map(String::valueOf)
                .collect(Collectors.joining(" ")));
        return true;
    }

    void shown(String board, String incidentId) {
        index.put(key("shown", board, incidentId), incidentId);
    }

    void cleared(String board, String incidentId) {
        index.remove(key("shown", board, incidentId));
    }

    /// The incidents this board shows.
    List<String> shownOn(String board) {
        return values(key("shown", board, ""));
    }

    boolean isLost(String board) {
        return index.get(key("lost", board)) != null;
    }

    void lost(String board, Instant since) {
        index.put(key("lost", board), since.toString());
    }

    void found(String board) {
        index.remove(key("lost", board));
    }

    private List<String> values(String stem) {
        return index.range(stem, stem + "\uffff", ROWS).stream().map(Map.Entry::getValue).toList();
    }

    private String key(String kind, String... parts) {
        return kind + "\u0000" + desk + "\u0000" + String.join("\u0000", parts);
    }
}
