/// Dispatch: each notification takes effect once.
///
/// In: `notifications.urgent` and `notifications`, two lanes. Out: calls to the world, `deliveries`, and the outcomes a
/// desk must hear of. Kept: `ledger`: claimed, committed before the call; handed over, committed after it. A claim
/// whose end is not known is reconciled with its provider before anything is sent again; where the provider's answers
/// leave it open it is asked again for about a minute. What cannot be reconciled is sent again for grades I and II and
/// not for III and IV.
@NullMarked
package tocsin.dispatch;

import org.jspecify.annotations.NullMarked;
