package tocsin.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import tocsin.desk.Desk;
import tocsin.desk.DeskOutput;
import tocsin.desk.DeskStores;
import tocsin.desk.RecordedTime;
import tocsin.intake.Gate;
import tocsin.internal.v1.AcceptedReport;
import tocsin.internal.v1.InboxRecord;
import tocsin.internal.v1.Origin;
import tocsin.internal.v1.SenderProof;
import tocsin.v1.ArrivalBasis;
import tocsin.model.Sha256;
import tocsin.rules.PackFiles;
import tocsin.rules.directory.Directory;
import tocsin.schemas.CanonicalAvro;
import tocsin.v1.IncidentReport;

/// The desks in memory, fed with recorded reports at their own times.
public final class Sandbox {
    /// How long after the last report escalations still run: longer than any policy repeats.
    static final Duration AFTERWARDS = Duration.ofHours(24);

    private final ReplayPacks packs;
    private final DeskStores stores = DeskStores.inMemory();
    private final RecordedTime desk;
    private final Totals totals;
    private final Consumer<DeskOutput> onOutput;
    private Instant now;
    private long offset;

    /// @param files the pack that judges
    /// @param beginning no later than the first report
    /// @param onOutput told everything the desks put out
    public Sandbox(PackFiles files, Instant beginning, Totals totals, Consumer<DeskOutput> onOutput) {
        this.packs = new ReplayPacks(files);
        this.desk = new RecordedTime(new Desk(stores, packs), stores);
        this.totals = totals;
        this.onOutput = onOutput;
        this.now = beginning;
        InboxRecord activation = new InboxRecord("", null, packs.activation());
        put(desk.read(activation, position(activation), now));
        for (String code : packs.activeDirectory().desks()) {
            InboxRecord toDesk = new InboxRecord(code, null, packs.activation());
            put(desk.read(toDesk, position(toDesk), now));
        }
    }

    /// A report arrives. Its sender counts as known: the recording vouches for it.
    public void report(Recording.Recorded recorded) {
        now = recorded.arrivedAt();
        totals.reportIn();
        IncidentReport report = recorded.report();
        byte[] bytes = CanonicalAvro.bytes(report);
        InboxRecord inbox = new InboxRecord(Gate.desk(report, packs.activeDirectory()),
                new Origin("recording", 0, offset, Sha256.of(bytes)),
                new AcceptedReport(report, now, SenderProof.API_KEY, Sha256.of(bytes),
                        ArrivalBasis.APPENDED, null));
        put(desk.read(inbox, position(inbox), now));
    }

    /// Something else is appended to a desk's inbox at an instant, after everything that fell due before it.
    public void append(InboxRecord record, Instant at) {
        now = at;
        put(desk.read(record, position(record), at));
    }

    /// Lets time pass until an instant: what falls due fires at its own.
    public void passUntil(Instant until) {
        now = until;
        put(desk.pass(until));
    }

    /// The directory of the pack that judges.
    public Directory directory() {
        return packs.activeDirectory();
    }

    /// Lets what is still due come due after the last report.
    public void end() {
        put(desk.pass(now.plus(AFTERWARDS)));
    }

    private Origin position(InboxRecord record) {
        return new Origin("inbox", 0, offset++, Sha256.of(CanonicalAvro.bytes(record)));
    }

    private void put(List<DeskOutput> outputs) {
        for (DeskOutput output : outputs) {
            totals.take(output.record());
            onOutput.accept(output);
        }
    }
}
