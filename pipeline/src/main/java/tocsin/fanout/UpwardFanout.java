package tocsin.fanout;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tocsin.internal.v1.IncidentFile;
import tocsin.model.Grades;
import tocsin.model.References;
import tocsin.model.Sha256;
import tocsin.rules.Pack;
import tocsin.rules.SmsParts;
import tocsin.rules.Template;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.Official;
import tocsin.v1.ChannelKind;
import tocsin.v1.Incident;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;
import tocsin.v1.SpecialReport;
import tocsin.v1.Urgency;

/// Writes the message that brings a special report to the superior: by mail, which holds it whole; where there is no
/// mailbox, an SMS that tells of it.
///
/// @param pack the pack in force
/// @param directory the directory in force
/// @param now the desk's now
/// @param wantsNoSms whether an official has opted out of SMS
public record UpwardFanout(Pack pack, Directory directory, Instant now, Predicate<String> wantsNoSms) {
    /// A superior who is told of it a day late has heard of it otherwise.
    private static final Duration WORTH = Duration.ofHours(24);
    private static final Pattern STEP = Pattern.compile("S(\\d{1,6})");
    /// Parts an SMS may take at most (catalogue 3.2).
    private static final int PARTS = 5;

    /// The number of the special report a message of this step brought; empty for every other step.
    public static Optional<Integer> number(String step) {
        return Optional.of(STEP.matcher(step)).filter(java.util.regex.Matcher::matches)
                .map(matched -> Integer.valueOf(matched.group(1)));
    }

    /// The message to this official, or empty where he cannot be reached.
    public Optional<Notification> message(SpecialReport report, IncidentFile file, Official official) {
        return by(ChannelKind.EMAIL, report, file, official).or(() -> by(ChannelKind.SMS, report, file, official));
    }

    /// The message by this means, or empty where he is not reached by it.
    public Optional<Notification> by(ChannelKind channel, SpecialReport report, IncidentFile file,
            Official official) {
        Optional<String> address = channel == ChannelKind.SMS && wantsNoSms.test(official.id())
                ? Optional.empty()
                : official.address(channel);
        return address.flatMap(to -> pack.template(NotifyReason.SPECIAL_REPORT.name(), report.getLanguage())
                .map(template -> message(report, file, official, channel, to, template)));
    }

    private Notification message(SpecialReport report, IncidentFile file, Official official, ChannelKind channel,
            String address, Template template) {
        Incident incident = file.getIncident();
        String language = report.getLanguage();
        Map<String, String> words = words(report, incident, official);
        boolean mail = channel == ChannelKind.EMAIL;
        String id = Sha256.of(incident.getDesk(), incident.getOpenedBy(), "special",
                Integer.toString(report.getNumber()), official.id(), channel.name()).substring(0, 32);
        String reference = References.of(id);
        Map<String, String> used = new HashMap<>(words);
        String body = mail ? Template.fill(template.email(), words) : sms(template.sms(), used);
        // What providers that keep the words need, and by which an answer finds its report; not the text once more.
        used.remove("text");
        return Notification.newBuilder().setNotificationId(id).setIncidentId(incident.getIncidentId())
                .setRevision(report.getRevision()).setStep("S" + report.getNumber()).setRecipient(official.id())
                .setChannel(channel).setAddress(address)
                .setUrgency(Grades.isGrave(report.getGrade()) ? Urgency.URGENT : Urgency.ROUTINE)
                .setGrade(report.getGrade())
                .setSubject(mail
                        ? Wording.marked(Template.fill(template.subject(), words), report.getStatus())
                        : null)
                .setBody(mail
                        ? Wording.marked(body, report.getStatus())
                        : References.append(Wording.marked(body, report.getStatus()), reference))
                .setLanguage(language).setExpiresAt(now.plus(WORTH)).setDecidedAt(now)
                .setReason(NotifyReason.SPECIAL_REPORT).setStatus(report.getStatus())
                .setTemplate(NotifyReason.SPECIAL_REPORT + "." + language).setParameters(Template.harmless(used))
                .setReference(mail ? null : reference).build();
    }

    private Map<String, String> words(SpecialReport report, Incident incident, Official official) {
        Map<String, String> words = new HashMap<>();
        words.put("drill", Wording.drill(report.getStatus()));
        DeskSignature.of(report.getDesk(), pack, directory).into(words, report.getLanguage());
        words.put("recipient", official.name());
        words.put("incident", incident.getIncidentId());
        words.put("label", report.getLabel());
        words.put("title", report.getTitle());
        words.put("text", report.getText());
        words.put("number", Integer.toString(report.getNumber()));
        return words;
    }

    /// A title that would make too long an SMS is shortened, never the reference.
    private static String sms(String template, Map<String, String> words) {
        String title = words.getOrDefault("title", "");
        String text = Template.fill(template, words);
        while (SmsParts.of(text + " #00000").parts() > PARTS && title.length() > 1) {
            title = title.substring(0, title.length() - 1);
            words.put("title", title + "…");
            text = Template.fill(template, words);
        }
        return text;
    }
}
