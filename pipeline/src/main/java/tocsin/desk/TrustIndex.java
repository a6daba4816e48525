package tocsin.desk;

import java.util.List;
import java.util.Map;
import tocsin.internal.v1.Statement;
import tocsin.v1.TimelineKind;

/// How far each agency's reports were borne out, in a desk's index: it moves with what was confirmed, refuted or found
/// graded too low later. It never lowers a grade nor delays a page; it is there for people to read.
final class TrustIndex {
    private final DeskTurn turn;

    TrustIndex(DeskTurn turn) {
        this.turn = turn;
    }

    /// What became of reports.
    ///
    /// @param borneOut reports that were confirmed
    /// @param notBorneOut reports that were refuted, or had graded too low
    record Standing(int borneOut, int notBorneOut) {
        /// 0 to 100; 50 for an agency of which nothing is known (Laplace's rule of succession).
        int trust() {
            return 100 * (borneOut + 1) / (borneOut + notBorneOut + 2);
        }
    }

    Standing of(String agencyId) {
        String kept = turn.stores.index().get(key(agencyId));
        List<String> parts = List.of((kept == null ? "0 0" : kept).split(" ", -1));
        return new Standing(Integer.parseInt(parts.getFirst()), Integer.parseInt(parts.getLast()));
    }

    /// What these agencies stated was confirmed, or was not borne out.
    void move(List<Statement> statements, boolean borneOut, String incidentId, String why) {
        statements.stream().filter(Statement::getProven).forEach(statement -> {
            String agency = statement.getAgencyId();
            Standing was = of(agency);
            Standing is = borneOut
                    ? new Standing(was.borneOut() + 1, was.notBorneOut())
                    : new Standing(was.borneOut(), was.notBorneOut() + 1);
            turn.stores.index().put(key(agency), is.borneOut() + " " + is.notBorneOut());
            turn.event(TimelineKind.TRUST_CHANGED, incidentId, agency, null,
                    agency + " " + why + ": trust " + was.trust() + " to " + is.trust(),
                    Map.of("from", Integer.toString(was.trust()), "to", Integer.toString(is.trust()), "borneOut",
                            Integer.toString(is.borneOut()), "notBorneOut", Integer.toString(is.notBorneOut())));
        });
    }

    /// A person has found out whether this incident was so: what its agencies stated counts, once each way.
    void settle(List<Statement> statements, boolean borneOut, String incidentId) {
        String key = String.join("\u0000", "settled", turn.desk, incidentId);
        String settled = Boolean.toString(borneOut);
        if (!settled.equals(turn.stores.index().get(key))) {
            turn.stores.index().put(key, settled);
            move(statements, borneOut, incidentId, borneOut ? "was confirmed" : "was refuted");
        }
    }

    private String key(String agencyId) {
        return String.join("\u0000", "trust", turn.desk, agencyId);
    }
}
