//! Of a list, the cue that stands in a mention's own item says how that one stands: "no flow, likely an abscess", "h/o IVDU, concern for endocarditis" (parts.py).
const std = @import("std");
const t = @import("types.zig");
const fold = @import("fold.zig");
const Found = @import("scopes.zig").Found;

const ahead = 8; // tokens after a mention in which "or" shows that it stands in a list

const Kinds = std.EnumSet(t.CueKind);
// What says how an item stands; and what holds for a list, wherever it stands.
const stands_so = Kinds.initMany(&.{
    .deny,     .not,      .sign, .minus_after, .deny_after, .nil_after,  .out_after,     .past, .over,       .old,     .past_after,    .resolved_after, .doubt,       .doubt_after,
    .like,     .unlikely, .unlikely_after, .sure,        .sure_after, .current,    .current_after, .planned, .planned_after, .@"if", .@"test", .test_after, .positive_after,
});
const of_all = Kinds.initMany(&.{ .other, .other_after, .then_after, .quit_after, .using_after, .since_after });
const lasting = Kinds.initMany(&.{ .past, .old, .over, .past_after, .current, .current_after });

/// Whether a joint sets columns apart: "DVT 2016 | ?cellulitis". What is told of one item may be told of the other with a "/" or "+".
pub fn isColumn(list: []const t.Token, c: t.Cue) bool {
    return c.kind == .joint and !(c.last == c.first + 1 and list[c.first].in("/+"));
}

/// Where the items of a sentence are joined: by a sign, a bracket, or a word.
pub const Joints = struct {
    const Place = struct { first: u32, last: u32, apart: bool };

    list: []const t.Token,
    start: u32,
    end: u32,
    cues: []const t.Cue,
    said: []const t.Hit,
    places: []const Place = &.{},
    cued: []const bool = &.{}, // by token from `start`

    pub fn find(a: t.Allocator, list: []const t.Token, start: u32, end: u32, cues: []const t.Cue, said: []const t.Hit) t.Failed!Joints {
        var s = Joints{ .list = list, .start = start, .end = end, .cues = cues, .said = said };
        var cued = try a.alloc(bool, end - start);
        @memset(cued, false);
        var places: std.ArrayListUnmanaged(Place) = .empty;
        for (cues) |c| switch (c.kind) {
            .dash, .joint => try places.append(a, .{ .first = c.first, .last = c.last, .apart = true }),
            .ends, .turns => {},
            else => @memset(cued[c.first - start .. c.last - start], true),
        };
        for (list[start..end], start..) |token, n| {
            const joins = token.in("(),/;") or token.sign == fold.OTHER or token.flags.joins or token.flags.parting;
            if (joins and !cued[n - start]) try places.append(a, .{ .first = @intCast(n), .last = @intCast(n + 1), .apart = false });
        }
        s.places = places.items;
        s.cued = cued;
        return s;
    }

    /// Take out the cues of other items where the item of the mention at tokens first…last has its own.
    pub fn part(s: *const Joints, found: *Found, first: u32, last: u32) void {
        if (s.places.len == 0) return;
        const begins = s.before(first, false);
        const ends = s.endOf(s.after(last));
        var own = Kinds.initEmpty();
        var nearest = s.end;
        var reached = found.has.iterator();
        while (reached.next()) |kind| s.take(&own, &nearest, found.get(kind).?, kind, begins, ends);
        for (s.cues) |c| if (c.kind == .positive_after and first < c.first and c.first <= last) s.take(&own, &nearest, c, c.kind, begins, ends);
        if (own.count() == 0) return s.keepColumns(found, last);
        const listed = hasEither(s.list, @min(nearest, last), @min(last + ahead, s.end)); // "no abscess, prior DVT or endocarditis"
        const kinds = found.has;
        var each = kinds.iterator();
        while (each.next()) |kind| {
            const cue = found.get(kind).?;
            if (of_all.contains(kind) or (begins <= cue.first and cue.first < ends)) continue;
            if (listed and (kind == .deny or kind == .not)) continue;
            const without = s.list[cue.first].id == .no or s.list[cue.first].id == .without;
            if (kind == .deny and !without and own.subsetOf(lasting) and !s.isApart(cue.last, begins, true)) continue; // "denies alcohol / current drug use"
            if (kind == .current and !s.stands(kind, cue)) continue; // "passed urine once today and an hour ago blacked out"
            if (kind == .@"if" and !s.isApart(cue.last, begins, false)) continue; // "MRI if any back pain, to exclude osteomyelitis"
            if (if (cue.first >= ends) s.isNamed(cue, kind, ends) else s.hasWords(cue)) found.has.remove(kind);
        }
    }

    fn take(s: *const Joints, own: *Kinds, nearest: *u32, cue: t.Cue, kind: t.CueKind, begins: u32, ends: u32) void {
        if (begins > cue.first or cue.last > ends or !s.stands(kind, cue)) return;
        own.insert(kind);
        nearest.* = @min(nearest.*, cue.last);
    }

    /// Where the last joint before a token ends. apart: of those that are signs between spaces.
    fn before(s: *const Joints, n: u32, apart: bool) u32 {
        var most: ?u32 = null;
        for (s.places) |p| if (p.last <= n and (p.apart or !apart) and (most == null or p.last > most.?)) {
            most = p.last;
        };
        return most orelse s.start;
    }

    /// Where the first joint from a token on begins.
    fn after(s: *const Joints, n: u32) u32 {
        var least = s.end;
        for (s.places) |p| if (p.first >= n) {
            least = @min(least, p.first);
        };
        return least;
    }

    /// Where an item ends: past a bracket that names nothing else ("DVT (2016)").
    fn endOf(s: *const Joints, n: u32) u32 {
        if (n >= s.end or s.list[n].sign != '(') return n;
        var closed = n;
        while (closed < s.end and s.list[closed].sign != ')') closed += 1;
        if (closed >= s.end) return n;
        return if (s.names(n, closed)) n else closed;
    }

    fn names(s: *const Joints, start: u32, end: u32) bool {
        for (s.said) |h| if (start <= h.first and h.first < end) return true;
        return false;
    }

    /// Whether a sign between spaces stands between a cue and an item. columns: one that is no slash.
    fn isApart(s: *const Joints, start: u32, end: u32, columns: bool) bool {
        for (s.places) |p| if (p.apart and start <= p.last and p.last <= end and !(columns and s.list[p.last - 1].sign == '/')) return true;
        return false;
    }

    /// Whether a cue says how its item stands: "active HCV", and not "new rash".
    fn stands(s: *const Joints, kind: t.CueKind, cue: t.Cue) bool {
        return stands_so.contains(kind) and (kind != .current or s.list[cue.first].flags.ongoing);
    }

    /// Whether the item of a cue before a mention holds more than it: "no fever", and not the "denies" of "denies: fever - chills".
    fn hasWords(s: *const Joints, cue: t.Cue) bool {
        const begins = s.before(cue.first, true);
        for (s.list[begins..s.after(cue.last)], begins..) |token, n| {
            if (token.isWord() and !s.cued[n - s.start] and !token.flags.subjects) return true;
        }
        return false;
    }

    /// Whether the item of a cue after a mention, whose own item ends before it, names something else: not "?DVT - scan negative".
    fn isNamed(s: *const Joints, cue: t.Cue, kind: t.CueKind, ends: u32) bool {
        const dated = kind == .past_after or kind == .resolved_after or kind == .ago_after; // "?fever / cellulitis, resolved"
        return s.names(if (dated) ends else @max(ends, s.before(cue.first, false)), s.after(cue.last));
    }

    /// What was in another column is told of what stands there: "leg ulcer | DVT in 2015".
    fn keepColumns(s: *const Joints, found: *Found, last: u32) void {
        inline for (.{ .past_after, .resolved_after, .ago_after }) |kind| if (found.get(kind)) |cue| {
            var column: ?u32 = null;
            for (s.cues) |c| if (isColumn(s.list, c) and last <= c.first and c.first <= cue.first and (column == null or c.first < column.?)) {
                column = c.first;
            };
            if (column) |n| if (s.names(n, cue.first)) found.has.remove(kind);
        };
    }
};

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
