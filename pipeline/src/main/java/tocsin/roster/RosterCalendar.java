package tocsin.roster;

import biweekly.ICalVersion;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.io.text.ICalWriter;
import biweekly.property.Attendee;
import biweekly.property.Method;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import tocsin.model.Sha256;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.Official;
import tocsin.v1.ChannelKind;

/// A duty as a calendar (iCalendar, RFC 5545): an event for each shift, with those who have it as attendees.
public final class RosterCalendar {
    /// Names an official whose mail address does not name him alone.
    static final String OFFICIAL = "urn:x-tocsin:official:";

    private final Directory directory;
    private final String roster;
    private final String desk;
    private final Instant written;

    private RosterCalendar(Directory directory, String roster, String desk, Instant written) {
        this.directory = directory;
        this.roster = roster;
        this.desk = desk;
        this.written = written;
    }

    /// The shifts with somebody on duty that lie in this time at least in part, each whole. A shift keeps its UID
    /// whoever has it and whenever it is written.
    ///
    /// Throws [IllegalArgumentException] where the time holds too many handovers to list.
    ///
    /// @param written when the calendar is written
    public static String write(Directory directory, String roster, String desk, ZoneId zone, Instant from,
            Instant until, Instant written) {
        return new RosterCalendar(directory, roster, desk, written)
                .write(Rosters.shifts(directory, roster, desk, zone, from, until));
    }

    private String write(List<Shift> shifts) {
        ICalendar calendar = new ICalendar();
        calendar.setProductId("-//Tocsin//roster//EN");
        calendar.setMethod(Method.publish());
        calendar.addName(roster + " " + desk);
        shifts.forEach(shift -> calendar.addEvent(event(shift)));
        StringWriter text = new StringWriter();
        try (ICalWriter writer = new ICalWriter(text, ICalVersion.V2_0)) {
            // RFC 6868: a name may hold a quotation mark.
            writer.setCaretEncodingEnabled(true);
            writer.write(calendar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private VEvent event(Shift shift) {
        VEvent event = new VEvent();
        event.setUid(Sha256.of(roster, desk, shift.from().toString()).substring(0, 32) + "@tocsin");
        event.setDateTimeStamp(Date.from(written));
        event.setDateStart(Date.from(shift.from()));
        event.setDateEnd(Date.from(shift.until()));
        event.setSummary(roster + " " + desk + ": "
                + String.join(", ", shift.people().stream().map(Official::name).toList()));
        shift.people().forEach(official -> event.addAttendee(attendee(official)));
        return event;
    }

    private Attendee attendee(Official official) {
        String address = official.address(ChannelKind.EMAIL).orElse("");
        boolean isHisAlone = !address.isEmpty() && withAddress(directory, address).size() == 1;
        Attendee attendee = isHisAlone
                ? new Attendee(official.name(), address)
                : new Attendee(official.name(), null,
                        OFFICIAL + URLEncoder.encode(official.id(), StandardCharsets.UTF_8));
        attendee.setCommonName(official.name());
        return attendee;
    }

    /// Those with this mail address, whatever its case.
    static List<Official> withAddress(Directory directory, String address) {
        String wanted = address.toLowerCase(Locale.ROOT);
        return directory.officials().values().stream().filter(official -> official.address(ChannelKind.EMAIL)
                .filter(mail -> mail.toLowerCase(Locale.ROOT).equals(wanted)).isPresent()).toList();
    }
}
