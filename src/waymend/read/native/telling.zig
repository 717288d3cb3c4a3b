//! From the drafts of a text to its mentions: whose they are, what is told once, what stands beside what (telling.py).
const std = @import("std");
const t = @import("types.zig");
const Reader = @import("reader.zig").Reader;
const Status = @import("ways.zig").Status;
const statusOf = @import("ways.zig").statusOf;
const Weighing = @import("weighing.zig").Weighing;

fn List(T: type) type {
    return std.ArrayListUnmanaged(T);
}

/// What is known of a text once it is read. of_another: it is about a relative of its writer; named: somebody was named; told: by somebody who says "I".
pub const About = struct { of_another: bool, clinical: bool, named: bool, told: bool };

/// The mentions in order, each once.
pub fn mentions(a: t.Allocator, by: *const Reader, found: t.Tokens, drafts: []t.Draft, about_text: About, seen: t.Seen) t.Failed![]t.Mention {
    const weighed = try Weighing.of(a, by, found, drafts, about_text.clinical or !about_text.told, seen.flags.corrects);
    var teller = Teller{ .a = a, .by = by, .found = found, .drafts = drafts, .text = about_text, .weighed = weighed };
    try teller.count();
    return teller.tell();
}

const Teller = struct {
    a: t.Allocator,
    by: *const Reader,
    found: t.Tokens,
    drafts: []t.Draft,
    text: About,
    weighed: Weighing,
    exposed: bool = false, // it tells of what came to the writer from somebody: "we shared, he's got hep C"
    told: []u32 = &.{}, // by Name, how often the text tells of it; only where a draft asks for that

    fn count(x: *Teller) t.Failed!void {
        for (x.drafts) |*d| x.exposed = x.exposed or x.by.about(d.about).of_the_writer;
        const asks = for (x.drafts) |*d| {
            const about = x.by.about(d.about);
            if (about.meant != null or about.handed != t.no_name) break true;
        } else false;
        if (asks) {
            x.told = try x.a.alloc(u32, x.by.names.len);
            @memset(x.told, 0);
            for (x.drafts) |*d| x.told[d.about] += 1;
        }
    }

    fn tell(x: *Teller) t.Failed![]t.Mention {
        const of_another = x.text.of_another;
        const order = try x.a.alloc(u32, x.drafts.len);
        for (order, 0..) |*o, n| o.* = @intCast(n);
        std.sort.insertion(u32, order, @as([]const t.Draft, x.drafts), before); // stable, and they are nearly in order
        var told: List(t.Mention) = .empty;
        for (order) |n| {
            const d = &x.drafts[n];
            if (d.left_open or !x.isMeant(d) or x.weighed.isOutweighed(n)) continue;
            var way = x.weighed.settled(d);
            if (x.isHanded(d)) {
                d.about = x.by.about(d.about).handed;
                d.section = .now;
            }
            const about = x.by.about(d.about);
            if (about.of_the_subject and (d.by_kin or x.text.clinical or of_another)) {
                if (!of_another) continue;
                way = .{};
            } else if (about.of_the_writer) {
                way.family = null;
            } else if (d.other != null and !of_another and (x.text.named or (x.exposed and about.chronic))) {
                way.family = way.family orelse d.other;
            } else if (of_another) way.family = null;
            var as = statusOf(way, d.section);
            if (way.negated != null and (as.status == .family or d.section == .family)) continue; // "no family history of clots" says nothing of the patient
            if (about.wanted and (as.status == .possible or as.status == .planned)) as = .{ .status = .present };
            if (about.chronic and as.status == .historical and (as.cue == null or about.stays or x.isAListOfThePast(as.cue.?))) as.status = .present; // a list of the past holds what stays
            if ((about.injecting or about.routed) and d.section == .past and as.status == .historical and as.cue == null) as.status = .present; // "PMH: OUD, HTN": nothing says that it is over
            if (about.stays and as.status == .historical and !isGone(as.cue)) as = .{ .status = .present };
            if (about.places) {
                if (as.status == .absent or as.status == .planned or as.status == .family or (x.text.clinical and as.status == .historical)) continue;
                as = .{ .status = .present };
            }
            if (about.only_present and (as.status != .present or x.isCovered(d))) continue;
            var mention = x.mentionOf(d, as);
            if (!isTold(told.items, mention)) try told.append(x.a, mention);
            if (as.status == .present and d.about == x.by.injecting_drugs and about.twin != t.no_name) {
                mention.about = about.twin; // who injects now did so lately
                if (!isTold(told.items, mention)) try told.append(x.a, mention);
            }
        }
        return told.items;
    }

    /// Whether a denial that names nothing ("denies use") is one of this: where the text tells of it, or of what belongs to it.
    fn isMeant(x: *const Teller, d: *const t.Draft) bool {
        const others = x.by.about(d.about).meant orelse return true;
        const denied = d.way.negated orelse return true;
        if (denied.first != d.first or denied.last != d.last or x.told[d.about] > 1) return true;
        for (others) |other| if (x.told[other] > 0) return true;
        return false;
    }

    /// Whether what was given was given to take home: in a plan, or beside words of a counter or a kit.
    fn isHanded(x: *const Teller, d: *const t.Draft) bool {
        const to = x.by.about(d.about).handed;
        if (to == t.no_name or d.way.negated != null or d.way.family != null or d.way.planned != null or x.told[to] > 0) return false;
        if (d.section == .planned or d.section == .taught) {
            for (x.found.list[d.first..d.last]) |token| if (token.flags.given) return true;
            return false;
        }
        var beside = false;
        for (x.found.list) |token| {
            if (token.flags.never) return false;
            beside = beside or token.flags.beside;
        }
        return beside;
    }

    /// Whether a longer mention at its place is no present one: the cocaine of "cocaine use, 2009".
    fn isCovered(x: *const Teller, d: *const t.Draft) bool {
        for (x.drafts) |*o| {
            if (o.first <= d.first and d.last <= o.last and x.by.about(o.about).covers and statusOf(o.way, o.section).status != .present) return true;
        }
        return false;
    }

    /// What the first word of a cue is.
    /// "PMH", "medical history significant for": no "past".
    fn isAListOfThePast(x: *const Teller, cue: t.Cue) bool {
        for (x.found.list[cue.first..cue.last]) |token| if (token.flags.lists_of_the_past) return true;
        return false;
    }

    fn begun(x: *const Teller, cue: ?t.Cue) t.Flags {
        return if (cue) |c| x.found.list[c.first].flags else .{};
    }

    fn mentionOf(x: *const Teller, d: *const t.Draft, as: Status) t.Mention {
        const said = x.found.slice(d.first, d.last);
        const first = x.found.list[d.first];
        const start = first.start + if (x.by.utf16) t.pairs(x.found.given[0..first.byte]) else 0;
        const length = x.found.end(d.last - 1) - first.start;
        return .{
            .about = d.about,
            .status = as.status,
            .first = start,
            .last = start + length + if (x.by.utf16) t.pairs(said) else 0,
            .text = said,
            .cue = if (as.cue) |c| x.found.slice(c.first, c.last) else null,
            .rule = if (as.cue) |c| @tagName(c.kind) else if (as.status != .present) @tagName(d.section) else null,
            .option = d.option,
            .side = if (d.option != t.no_name) x.sideOf(d) else t.no_name,
            .value = if (d.measure) |m| m.value else null,
            .unit = if (d.measure) |m| m.unit else t.no_name,
        };
    }

    fn sideOf(x: *const Teller, d: *const t.Draft) t.Name {
        for (x.found.list[d.first -| 2..d.last]) |token| if (token.flags.sides) return x.by.word(token.id).side;
        return t.no_name;
    }
};

fn before(drafts: []const t.Draft, one: u32, other: u32) bool {
    const d = &drafts[one];
    const o = &drafts[other];
    return d.first < o.first or (d.first == o.first and d.last < o.last);
}

/// Whether the same was told already; what is the same has the same place, and mentions come in the order of places.
fn isTold(told: []const t.Mention, m: t.Mention) bool {
    var left = told.len;
    while (left > 0) {
        left -= 1;
        const o = told[left];
        if (o.first != m.first or o.last != m.last) return false;
        if (o.about == m.about and o.status == m.status and o.option == m.option and o.side == m.side and
            o.value == m.value and o.unit == m.unit and same(o.cue, m.cue) and same(o.rule, m.rule)) return true;
    }
    return false;
}

fn same(one: ?[]const u8, other: ?[]const u8) bool {
    if (one == null or other == null) return one == null and other == null;
    return std.mem.eql(u8, one.?, other.?);
}

/// Whether what stays is there no more.
fn isGone(over: ?t.Cue) bool {
    const cue = over orelse return false;
    return cue.kind == .gone or cue.kind == .gone_after;
}
