package tocsin.fanout;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tocsin.escalation.Page;
import tocsin.internal.v1.IncidentFile;
import tocsin.model.Grades;
import tocsin.model.OfficialAlerts;
import tocsin.model.Tolls;
import tocsin.rules.Pack;
import tocsin.rules.directory.Area;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.Official;
import tocsin.v1.Incident;
import tocsin.v1.Location;
import tocsin.v1.Status;

/// What is known of an incident, as the words that fill a template.
public final class Wording {
    /// A place longer than this would push the reference out of the second part of an SMS: characters.
    private static final int LONGEST_PLACE = 30;
    private static final DateTimeFormatter ZH = DateTimeFormatter.ofPattern("M月d日HH:mm", Locale.CHINESE);
    private static final DateTimeFormatter EN = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);

    private Wording() {}

    static Map<String, String> of(Page page, IncidentFile file, Pack pack, Directory directory, Official reader,
            Instant now) {
        Incident incident = file.getIncident();
        String language = reader.language();
        boolean zh = language.startsWith("zh");
        Map<String, String> words = open(file, pack, directory, language);
        words.put("recipient", reader.name());
        words.put("place", place(incident.getLocation(), directory, language));
        words.put("issued", (zh ? ZH : EN).format(now.atZone(pack.zone())));
        words.put("toll", Tolls.words(incident.getCasualties(), language));
        words.put("grade-reason", incident.getGradeReason());
        words.put("limit", limit(page.policy().acknowledgeWithin(), zh));
        words.put("reading", page.detail().in(language));
        words.put("change", page.detail().in(language));
        words.put("official", official(incident, pack, language, now));
        RumourWording.into(words, file, language, pack.zone(), now);
        return words;
    }

    /// What is the pack's own words or a code, and nothing a report says: fit for the public.
    static Map<String, String> open(IncidentFile file, Pack pack, Directory directory, String language) {
        Incident incident = file.getIncident();
        boolean zh = language.startsWith("zh");
        ZonedDateTime time = file.getOccurredAt().atZone(pack.zone());
        Map<String, String> words = new HashMap<>();
        words.put("drill", drill(incident.getStatus()));
        DeskSignature.of(incident.getDesk(), pack, directory).into(words, language);
        words.put("grade", Grades.words(incident.getGrade()).in(language));
        words.put("type", incident.getType() == null || !pack.types().containsKey(incident.getType())
                ? zh ? "突发事件" : "emergency"
                : pack.typeName(incident.getType(), language));
        words.put("time", (zh ? ZH : EN).format(time));
        words.put("incident", incident.getIncidentId());
        return words;
    }

    /// The mark every message that is not real begins with.
    public static String drill(Status status) {
        return switch (status) {
            case ACTUAL, UNKNOWN -> "";
            case EXERCISE -> "【演练 EXERCISE】";
            case TEST -> "【测试 TEST】";
            case SYSTEM -> "【系统 SYSTEM】";
        };
    }

    /// These words with the mark of what is not real, if the template has not put it there.
    public static String marked(String words, Status status) {
        String mark = drill(status);
        return words.contains(mark) ? words : mark + words;
    }

    static String place(@org.jspecify.annotations.Nullable Location location, Directory directory,
            String language) {
        if (location == null) {
            return language.startsWith("zh") ? "地点不详" : "place not known";
        }
        String place = location.getPlace();
        if (place != null && !place.isBlank()) {
            String plain = place.replaceAll("\\s+", " ").strip();
            Optional<String> area = directory.area(location.getAreaCode()).map(Area::name)
                    .filter(name -> name.zh().equals(plain)).map(name -> name.in(language));
            if (area.isPresent()) {
                return area.get();
            }
            return plain.length() <= LONGEST_PLACE ? plain : plain.substring(0, LONGEST_PLACE - 1) + "…";
        }
        return directory.area(location.getAreaCode()).map(area -> area.name().in(language))
                .orElse(String.valueOf(location.getAreaCode()));
    }

    /// The warning signals in force, each as its issuer put it, with its issuer, time and expiry.
    public static String official(Incident incident, Pack pack, String language, Instant now) {
        boolean zh = language.startsWith("zh");
        DateTimeFormatter time = zh ? ZH : EN;
        String signals = incident.getOfficialSignals().stream()
                .filter(signal -> !OfficialAlerts.isOver(signal, now))
                .map(signal -> {
                    String issued = time.format(signal.getIssuedAt().atZone(pack.zone()));
                    Instant expiresAt = signal.getExpiresAt();
                    String expires = expiresAt == null ? "" : time.format(expiresAt.atZone(pack.zone()));
                    Instant effectiveAt = signal.getEffectiveAt();
                    String effective = effectiveAt == null || !effectiveAt.isAfter(now)
                            ? ""
                            : time.format(effectiveAt.atZone(pack.zone()));
                    return zh
                            ? signal.getIssuer() + issued + "发布" + signal.getTitle()
                                    + (effective.isEmpty() ? "" : "，" + effective + "起生效")
                                    + (expires.isEmpty() ? "，未注明有效期" : "，有效至" + expires)
                            : signal.getTitle() + ", issued by " + signal.getIssuer() + " " + issued
                                    + (effective.isEmpty() ? "" : ", in force from " + effective)
                                    + (expires.isEmpty() ? ", no expiry stated" : ", in force until " + expires);
                }).collect(Collectors.joining(zh ? "；" : "; "));
        return signals.isEmpty() ? zh ? "无" : "none" : signals;
    }

    private static String limit(Duration limit, boolean zh) {
        return limit.toSeconds() < 60
                ? limit.toSeconds() + (zh ? "秒" : " s")
                : limit.toMinutes() + (zh ? "分钟" : " min");
    }
}
