//! Which of several cues that reach one mention hold, and which are taken back by another: "suspected endocarditis, confirmed on TOE", "no IVDU since 2018" (holding.py).
const t = @import("types.zig");
const Found = @import("scopes.zig").Found;

/// Take out what another cue takes back, and turn what two of them say together.
pub fn settle(list: []const t.Token, found: *Found, first: u32, last: u32) void {
    if (found.get(.deny)) |deny| if (found.has.contains(.resolved_after) and t.holds(list, ",", deny.last, first)) found.has.remove(.deny); // "no purulence, cellulitis resolved"
    if (found.has.contains(.sure)) found.has.remove(.test_after); // "diagnosed with HCV today"
    if (found.get(.sure_after)) |sure| inline for (.{ .doubt, .doubt_after, .like, .seeks, .unlikely }) |kind| {
        if (found.get(kind)) |cue| if (cue.first < sure.first) found.has.remove(kind); // "suspected endocarditis, confirmed on TOE"
    };
    if (found.get(.judged)) |judged| inline for (.{ .doubt, .like, .deny, .not }) |kind| {
        if (found.get(kind)) |cue| if (judged.first <= cue.first and cue.first < judged.last) found.has.remove(kind); // the belief of "I do not believe that this is sepsis" doubts nothing
    };
    const signed = last - first > 1 and list[last - 1].sign == '+'; // "hx of IVDU, HCV+"
    if (signed or found.has.contains(.positive_after)) inline for (.{ .deny, .not, .past, .over }) |kind| {
        if (found.get(kind)) |cue| if (cue.first < first) { // "denies fentanyl, HCV pos.", but "is not HCV pos"
            const directly = cue.last == first and (signed or found.get(.positive_after).?.first <= last) and list[first - 1].isWord();
            if (!(directly and (kind == .deny or kind == .not))) found.has.remove(kind);
        };
    };
    const doubted = found.has.contains(.doubt) or found.has.contains(.like) or found.has.contains(.doubt_after) or found.has.contains(.seeks);
    if (doubted and found.has.contains(.contrary_after) and !found.has.contains(.deny_after))
        found.put(.deny_after, found.at[@intFromEnum(t.CueKind.contrary_after)]); // "what looked like a DVT was not"
    if (found.has.contains(.deny)) if (found.has.contains(.until_after)) { // "no IVDU since 2018"
        found.has.remove(.deny);
        found.put(.over, found.at[@intFromEnum(t.CueKind.until_after)]);
    };
    if (found.get(.past_after)) |past| if (found.get(.current_after)) |current| {
        if (past.first > current.first) found.has.remove(.current_after); // "heroin x 12 yrs ended with prison"
    };
    if (found.get(.current)) |current| if (found.get(.over)) |over| { // "methadone 80 mg daily, no longer injects"
        if (current.last <= over.first and over.first < first and t.holds(list, ",", current.last, over.first)) found.has.remove(.current);
    };
}
