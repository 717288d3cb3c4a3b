//! Of a list, the cue that stands in a mention's own item says how that one stands: "no flow, likely an abscess", "h/o IVDU, concern for endocarditis" (parts.py).
const t = @import("types.zig");
const Found = @import("scopes.zig").Found;

const ahead = 8; // tokens after a mention in which "or" shows that it stands in a list

/// Take out the cues that turn only an item before the mention at tokens first…last. end: of the sentence; held: the cue with which the mention itself begins ("chronic HCV").
pub fn leave(text: t.Tokens, found: *Found, first: u32, last: u32, end: u32, held: ?t.Cue) void {
    const list = text.list;
    const doubt = found.get(.doubt);
    const after = found.get(.unlikely_after) orelse found.get(.doubt_after); // "no murmur, endocarditis unlikely"
    const past = found.get(.past);
    const sure = found.get(.sure);
    const current = found.get(.current);
    const active = if (current) |c| (if (list[c.first].flags.ongoing) current else null) else null;
    const stands = if (held) |c| (if (c.kind == .past or list[c.first].flags.ongoing) held else null) else null;
    const queried = if (after) |a| last <= a.first and a.first <= last + 1 else false;
    const phrase = if (after) |a| a.last > a.first + 1 and a.first >= last else false;
    const listed = for (list[last..@max(@min(last + ahead, end), last)]) |token| {
        if (token.flags.either) break true;
    } else false;
    inline for (.{ .deny, .not, .past, .over }) |kind| if (found.get(kind)) |cue| if (cue.first < first) {
        const whole = kind == .past; // a past may hold what it is told of: "old cellulitis and ?osteomyelitis"
        var own = hasOwn(list, cue, doubt, whole) or (!listed and hasOwn(list, cue, sure, whole));
        const asked = queried and isParted(list, cue.last, first); // "no fever, abscess suspected"
        const far = kind == .deny and phrase and cue.last < first and t.holds(list, ",", cue.last, first);
        if (kind == .deny and !listed) { // "no coke or meth, interested in bup"
            own = own or hasOwn(list, cue, found.get(.planned), false);
            if ((list[cue.first].id == .no or list[cue.first].id == .without)) inline for (.{ past, active, stands }) |near| { // "no drainage, h/o endocarditis", but "denies fever, prior abscess"
                own = own or (hasOwn(list, cue, near, false) and !hasEither(list, near.?.last, first));
            };
        }
        if (kind == .past and acts(list, cue.last, last)) own = true; // "prior DVT, uses heroin"
        if (own or asked or far) found.has.remove(kind); // "no murmur, and endocarditis remains to be looked for"
    };
    inline for (.{ .{ .planned, .{ past, active, sure, stands } }, .{ .doubt, .{ active, sure, stands } }, .{ .current, .{past} } }) |pair| {
        if (found.get(pair[0])) |cue| { // "monitor for sepsis, prior DVT", "?cellulitis, known HCV", "active HCV, s/p DVT"
            const does = pair[0] != .current and acts(list, cue.last, last); // "?DVT, uses heroin"
            const own = does or inline for (pair[1]) |near| {
                if (hasOwn(list, cue, near, pair[0] != .doubt)) break true;
            } else false;
            if (own) found.has.remove(pair[0]);
        }
    }
    if (found.get(.deny_after)) |result| if ((stands orelse active orelse sure) != null and last < end and list[last].sign == ',') {
        if (isOfNext(list, last, result.first)) found.has.remove(.deny_after); // "chronic hep C, HIV negative"
    };
    if (doubt != null or sure != null) inline for (.{ .past_after, .resolved_after }) |kind| {
        if (found.get(kind)) |cue| if (isOfNext(list, last, cue.first)) found.has.remove(kind); // "?HCV - endocarditis (2016)"
    };
    const over = found.get(.past_after) orelse return;
    if (over.first > last + 1 or !isDated(text, over)) return;
    inline for (.{ .deny, .planned, .@"if" }) |kind| if (found.get(kind)) |cue| { // "no fever, DVT in 2015"
        if (cue.first < first and isParted(list, cue.last, first)) found.has.remove(kind);
    };
}

/// Whether what stands before a comma is told to be there, whatever follows: "chronic hep C, HIV neg". start: of the sentence.
pub fn isKnown(list: []const t.Token, first: u32, last: u32, start: u32) bool {
    const told = list[first].flags.ongoing or (first > start and list[first - 1].flags.ongoing);
    return told and last < list.len and list[last].sign == ',';
}

/// Whether a mention has a nearer cue in its own item. whole: the far cue may hold what it turns.
fn hasOwn(list: []const t.Token, far: t.Cue, near: ?t.Cue, whole: bool) bool {
    const cue = near orelse return false;
    if (cue.first > 0 and list[cue.first - 1].flags.either) return false;
    return isParted(list, if (whole) far.last - 1 else far.last, cue.first + 1);
}

fn hasEither(list: []const t.Token, start: u32, end: u32) bool {
    if (start < end) for (list[start..end]) |token| if (token.flags.either) return true;
    return false;
}

/// Whether the item of a mention, another than that of a cue before it, begins with what somebody does: "uses 2 g of heroin".
fn acts(list: []const t.Token, start: u32, last: u32) bool {
    if (start + 1 >= last) return false;
    return for (list[start + 1 .. last], start..) |token, n| {
        if (token.timed.does) break isPart(list[n]) and !(n + 2 < last and t.holds(list, ",", @intCast(n + 2), last));
    } else false;
}

/// Whether something stands between two tokens, and after it a new item begins.
fn isParted(list: []const t.Token, start: u32, end: u32) bool {
    if (start + 1 >= end) return false;
    for (list[start + 1 .. end]) |token| if (isPart(token) or token.flags.parting) return true;
    return false;
}

/// Whether another item stands between a mention and a token after it.
fn isOfNext(list: []const t.Token, last: u32, at: u32) bool {
    var parted = false;
    if (last < at) for (list[last..at]) |token| {
        if (parted and token.isWord()) return true;
        parted = parted or isPart(token);
    };
    return false;
}

fn isPart(token: t.Token) bool {
    return token.in(",;-/") or token.flags.joins;
}

fn isDated(text: t.Tokens, cue: t.Cue) bool {
    for (cue.first..cue.last) |n| if (text.isYear(n)) return true;
    return false;
}
