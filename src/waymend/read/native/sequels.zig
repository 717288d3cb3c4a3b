//! What became of what was told before, in a sentence that does not name it: "Confirmed on imaging.", "Resolved.", "Has come back.", "Declined." (sequels.py).
const std = @import("std");
const t = @import("types.zig");
const closes = @import("cues.zig").closes;
const replies = @import("replies.zig");
const Reader = @import("reader.zig").Reader;
const Sentence = @import("sentence.zig").Sentence;
const Text = @import("text.zig").Text;
const sexOf = @import("narrator.zig").sexOf;
const Who = @import("subjects.zig").Who;
const statusOf = @import("ways.zig").statusOf;

const led_to = 8; // tokens of a sentence before what became of it: "on review it has since"
const answered = 45; // tokens from what was asked to its answer, over what stands between
const shown = 12; // tokens between a test and what it shows
const for_what = 3; // tokens from a treatment to what it is for
const long = 6; // tokens from "for" to the unit of a time: "for more than a dozen years"
const part_starts = ";:-(.>'\"";
const ends_beside = "-'\""; // beside what ends a part of a sentence: a dash, what somebody said

const Class = enum { none, illness, use, treatment };
const Classes = std.EnumSet(Class);
const Statuses = std.EnumSet(t.Status);

/// One way in which a thing goes on. of: the classes it is told of; was: how the thing must stand; becomes: how it stands then; besides: what was stays told;
/// only_next: told of the last thing that was told, and in the next sentence; joined: a "but" is enough before it; after_comma: a comma is: "?DVT, confirmed on CT";
/// test: what a test must do for it: settle whether the thing is there, or show it.
const Sequel = struct { of: Classes, was: Statuses, becomes: t.Status, besides: bool = false, only_next: bool = true, joined: bool = true, after_comma: bool = false, @"test": t.Role = .none };

const shows = Sequel{ .of = .initOne(.illness), .was = .initOne(.possible), .becomes = .present, .only_next = false, .after_comma = true, .@"test" = .shows };

fn sequelOf(kind: t.SequelKind) ?Sequel {
    const illness = Classes.initOne(.illness);
    const use = Classes.initOne(.use);
    const treatment = Classes.initOne(.treatment);
    return switch (kind) {
        .unknown, .beside => null,
        .came_true => .{ .of = illness.unionWith(use), .was = .initOne(.possible), .becomes = .present, .only_next = false, .after_comma = true },
        .not_so => .{ .of = illness.unionWith(use), .was = .initOne(.possible), .becomes = .absent, .only_next = false, .after_comma = true },
        .clear => .{ .of = illness, .was = .initOne(.possible), .becomes = .absent, .only_next = false, .after_comma = true, .@"test" = .settles },
        .found => shows,
        .passed => .{ .of = illness, .was = .initOne(.present), .becomes = .historical },
        .came_back => .{ .of = illness, .was = .initOne(.historical), .becomes = .present, .besides = true, .after_comma = true },
        .lasts => .{ .of = illness, .was = .initOne(.historical), .becomes = .present },
        .used_again => .{ .of = use, .was = .initOne(.historical), .becomes = .present, .only_next = false, .after_comma = true },
        .taken_up => .{ .of = treatment, .was = .initOne(.historical), .becomes = .present, .after_comma = true },
        .begun => .{ .of = treatment, .was = .initOne(.planned), .becomes = .present, .after_comma = true },
        .stopped => .{ .of = use.unionWith(treatment), .was = .initOne(.present), .becomes = .historical, .joined = false },
        .use_over => .{ .of = use, .was = .initOne(.present), .becomes = .historical, .joined = false },
        .treatment_over => .{ .of = treatment, .was = .initOne(.present), .becomes = .historical, .joined = false },
        .refused_it => .{ .of = treatment, .was = .initOne(.planned), .becomes = .absent },
        .owned_up => .{ .of = use, .was = .initMany(&.{ .absent, .possible }), .becomes = .present, .after_comma = true },
        .denial_untrue => .{ .of = use, .was = .initOne(.absent), .becomes = .present, .after_comma = true },
        .answered_yes => .{ .of = use, .was = .initOne(.possible), .becomes = .present },
        .answered_once => .{ .of = use, .was = .initMany(&.{ .possible, .present }), .becomes = .historical },
        .disowned => .{ .of = use, .was = .initOne(.possible), .becomes = .absent },
    };
}

/// Adds what the sequels among the phrases of a sentence tell besides; what they turn is turned.
/// follows: the sentence comes right after the last one that told anything. Returns whether the next sentence may be told of the same: this one names nothing that a sequel is told of, and says what became of it, or where somebody lives.
pub fn hear(text: *Text, sentence: *const Sentence, follows: bool) t.Failed!bool {
    const last = if (follows) text.last.start else sentence.begun;
    var x = Sequels{ .by = text.by, .list = text.list, .who = &text.who, .sentence = sentence, .drafts = text.drafts.items, .begun = sentence.begun, .last = last, .looked = text.looked, .crossing = text.crossing };
    var besides: std.ArrayListUnmanaged(t.Draft) = .empty;
    if (text.crossing) |hit| try x.hearOne(text.a, hit, &besides);
    for (sentence.hits) |hit| {
        if (hit.layer == .known) x.show(hit);
        if (hit.layer == .sequel) try x.hearOne(text.a, hit, &besides);
    }
    try text.drafts.appendSlice(text.a, besides.items);
    for (text.drafts.items[x.begun..]) |*d| x.goes_on = x.goes_on and x.classOf(d) == .none;
    return x.goes_on;
}

/// What tells what became of something from a heading on: "Duplex: clear". hits: those of the heading.
pub fn crossing(hits: []const t.Hit, body: u32) ?t.Hit {
    var found: ?t.Hit = null;
    for (hits) |hit| if (hit.layer == .sequel and hit.last > body) {
        found = hit;
    };
    return found;
}
/// Whether a phrase is one of some roles to a thing.
fn isTo(hit: t.Hit, about: t.Name, roles: []const t.Role) bool {
    for (hit.meanings) |m| if (m.about == about and std.mem.indexOfScalar(t.Role, roles, m.role) != null) return true;
    return false;
}

fn hasRole(hit: t.Hit, roles: []const t.Role) bool {
    if (hit.layer != .known) return false;
    for (hit.meanings) |m| if (std.mem.indexOfScalar(t.Role, roles, m.role) != null) return true;
    return false;
}

/// Whether a phrase names a test that shows whether something is there.
pub fn isTest(hit: t.Hit) bool {
    return hasRole(hit, &.{ .settles, .shows });
}

fn isEvidence(role: t.Role) bool {
    return role == .there or role == .not_there or role == .proves;
}

/// Whether a sentence speaks of nothing that anything became of.
pub fn isAside(list: []const t.Token) bool {
    const worded = for (list) |token| {
        if (token.isWord()) break true;
    } else false;
    return worded and isIdle(list);
}

/// Whether words speak of nothing else: "seen by the registrar".
fn isIdle(list: []const t.Token) bool {
    for (list) |token| {
        if (token.isWord() and !token.isNumber() and !token.flags.idle and !token.flags.sequel_leads and !token.flags.sequel_tails) return false;
    }
    return true;
}

/// Of what a sequel may be: what its subject stands for; one thing alone; what a test settles, or shows, or the tests do that are named in first…last; or anything.
const Of = struct {
    stands: ?t.Hit = null,
    alone: ?t.Name = null,
    looked: ?t.Hit = null,
    tests: ?[]const t.Hit = null,
    first: u32 = 0,
    last: u32 = 0,
    role: t.Role = .none,

    fn holds(of: Of, about: t.Name) bool {
        if (of.alone) |only| return only == about;
        if (of.stands) |hit| return isTo(hit, about, &.{.stands});
        if (of.looked) |hit| return isTo(hit, about, &.{ .settles, of.role });
        const tests = of.tests orelse return true;
        for (tests) |hit| if (isTest(hit) and hit.first >= of.first and hit.last <= of.last and isTo(hit, about, &.{ .settles, of.role })) return true;
        return false;
    }
    fn isOfAnything(of: Of) bool {
        return of.stands == null and of.alone == null and of.looked == null and of.tests == null;
    }
};

const Joint = enum { none, anew, joined };

const Part = struct { first: u32, stands: ?t.Hit = null };

const Sequels = struct {
    by: *const Reader,
    list: []const t.Token,
    who: *const Who,
    sentence: *const Sentence,
    drafts: []t.Draft, // of the text up to here
    begun: usize, // where those of the sentence begin
    last: usize, // where those of the last thing told begin, of which most sequels are
    looked: ?t.Hit, // the last test that was named before
    crossing: ?t.Hit, // a sequel that begins in the heading
    goes_on: bool = false, // something was turned, or nothing told beside it

    /// What one sequel tells besides; what it turns is turned. Of its kinds the first counts that anything was told for.
    fn hearOne(x: *Sequels, a: t.Allocator, hit: t.Hit, besides: *std.ArrayListUnmanaged(t.Draft)) t.Failed!void {
        const part = x.partOf(hit.first);
        if (!x.mayBegin(part.first) or x.tellsOfAnother(part.first, hit.first)) return;
        for (hit.meanings) |meaning| x.goes_on = x.goes_on or (meaning.sequel == .beside and x.beginsAnew(part.first));
        if (!x.ends(hit.last)) return;
        for (hit.meanings) |meaning| {
            const sequel = sequelOf(meaning.sequel) orelse continue;
            const joint = x.jointOf(part.first, sequel);
            if (joint == .none or (sequel.becomes == .historical and x.isUnfinished(hit))) continue;
            const of: Of = if (sequel.@"test" == .none) .{ .stands = part.stands } else x.testedBy(hit, sequel.@"test") orelse continue;
            const from = if (joint == .joined and !x.isIdleTo(part.first)) x.begun else if (sequel.only_next) x.last else 0;
            const nearest = x.nearestOf(sequel, hit, of, from) orelse continue;
            const way = wayOf(sequel.becomes, hit);
            if (sequel.besides) {
                try besides.append(a, replies.draftOf(.{ .about = nearest.about, .way = way }, hit));
            } else {
                x.turn(sequel, hit, of, from, nearest.*, way);
                x.goes_on = true;
                x.giveUp(hit);
            }
            return;
        }
    }

    /// Words that tell what became of something tell nothing besides: the "first dose given" of a treatment is no naloxone, who "now withdraws that" is in no withdrawal.
    fn giveUp(x: *const Sequels, hit: t.Hit) void {
        for (x.drafts[x.begun..]) |*d| if (hit.first <= d.first and d.last <= hit.last and x.classOf(d) != .none) {
            d.left_open = true;
        };
    }

    /// Whether it is told as going on: "settling".
    fn isUnfinished(x: *const Sequels, hit: t.Hit) bool {
        for (x.list[hit.first..hit.last]) |token| if (token.flags.unfinished) return true;
        return false;
    }

    /// Whether the sentence tells of nothing else before a token: "She stopped in 2009, and in May she began again.".
    fn isIdleTo(x: *const Sequels, n: u32) bool {
        var m = x.sentence.start;
        while (m < n) : (m += 1) {
            if (isIdle(x.list[m .. m + 1]) or x.isToldOf(m)) continue;
            return false;
        }
        return true;
    }

    /// Whether a token is of what became of something.
    fn isToldOf(x: *const Sequels, n: u32) bool {
        if (x.crossing) |hit| if (hit.first <= n and n < hit.last) return true;
        for (x.sentence.hits) |hit| if (hit.layer == .sequel and hit.first <= n and n < hit.last) return true;
        return false;
    }

    /// Where the part of the sentence begins that a sequel at a token ends, over words such as "it has since", and the noun that is its subject.
    fn partOf(x: *const Sequels, first: u32) Part {
        var part = Part{ .first = first };
        while (part.first > x.sentence.start and first - part.first < led_to) {
            const subject = if (part.stands == null) x.standing(part.first) else null;
            if (subject) |hit| {
                part = .{ .first = hit.first, .stands = hit };
            } else if (x.leads(part.first - 1)) {
                part.first -= 1;
            } else break;
        }
        return part;
    }

    /// Whether a token leads to a sequel, as its comma does: "on review, it has"; not before an "and".
    fn leads(x: *const Sequels, n: u32) bool {
        const comma = x.list[n].sign == ',' and n > x.sentence.start;
        if (comma and (x.list[n + 1].flags.joins or x.list[n + 1].flags.sequel_joins)) return false;
        const token = x.list[if (comma) n - 1 else n];
        return token.flags.sequel_leads or token.isNumber();
    }

    /// The noun that ends before a token and stands for something.
    fn standing(x: *const Sequels, n: u32) ?t.Hit {
        for (x.sentence.hits) |hit| if (hit.last == n and hasRole(hit, &.{.stands})) return hit;
        return null;
    }

    /// Whether any sequel may begin at a token.
    fn mayBegin(x: *const Sequels, n: u32) bool {
        return x.beginsAnew(n) or x.list[n - 1].sign == ',' or x.list[n].flags.sequel_joins;
    }

    fn beginsAnew(x: *const Sequels, n: u32) bool {
        return n <= x.sentence.start or x.list[n - 1].in(part_starts) or x.list[n - 1].isGap();
    }

    /// How a part of the sentence starts at a token: anew, joined to what was told before it ("but it has since"), or not at all.
    fn jointOf(x: *const Sequels, n: u32, sequel: Sequel) Joint {
        if (x.beginsAnew(n)) return .anew;
        const word = x.list[n].flags;
        if (x.list[n - 1].sign == ',' and (sequel.after_comma or word.pronouns or word.joins)) return .joined;
        return if (sequel.joined and word.sequel_joins) .joined else .none;
    }

    /// What a test can show, or settle, of which a result is told: the one that it names, or the last one where nothing else was told since.
    fn testedBy(x: *const Sequels, hit: t.Hit, role: t.Role) ?Of {
        if (x.looked) |h| if (hit.first <= h.first and h.last <= hit.last) return .{ .looked = h, .role = role };
        for (x.sentence.hits) |h| if (isTest(h) and hit.first <= h.first and h.last <= hit.last) return .{ .tests = x.sentence.hits, .first = hit.first, .last = hit.last, .role = role };
        var last: ?t.Hit = null;
        if (x.looked) |h| if (h.last <= hit.first) {
            last = h;
        };
        for (x.sentence.hits) |h| if (isTest(h) and h.last <= hit.first) {
            last = h;
        };
        const named = last orelse return null;
        if (!isIdle(x.list[named.last..hit.first])) return null;
        return .{ .looked = named, .role = role };
    }

    /// "US: 3 cm collection.", "no clot on duplex": what a test shows by its own word.
    fn show(x: *Sequels, hit: t.Hit) void {
        for (hit.meanings, 0..) |m, at| {
            if (!isEvidence(m.role)) continue;
            if (for (hit.meanings[0..at]) |other| {
                if (other.about == m.about and isEvidence(other.role)) break true;
            } else false) continue;
            const of = Of{ .alone = m.about };
            const nearest = x.nearestOf(shows, hit, of, 0) orelse continue;
            const named = nearest.*;
            const turned = x.sentence.scope.turned(hit.first, hit.last, false);
            const held = isTo(hit, m.about, &.{.there}) and x.isHeld(m.about, hit);
            for (x.drafts) |*d| {
                if (!x.fits(d, shows, hit, of) or !x.goesWith(d, &named)) continue;
                var way = turned;
                if (way.possible != null and std.meta.eql(way.possible, d.way.possible)) way.possible = null;
                const said = if (held) .absent else statusOf(way, .now).status;
                if (said != .present and said != .absent) continue;
                const there = (said == .present) == isTo(hit, m.about, &.{ .there, .proves });
                if (!there and isTo(hit, m.about, &.{.proves})) continue;
                if (!x.isTested(m.about, hit, there)) continue;
                d.way = wayOf(if (there) .present else .absent, hit);
                x.goes_on = true;
            }
        }
    }

    /// Whether a phrase that denies a thing holds another.
    fn isHeld(x: *const Sequels, about: t.Name, hit: t.Hit) bool {
        for (x.sentence.hits) |h| {
            if (h.layer != .denied or h.first > hit.first or h.last < hit.last) continue;
            for (h.meanings) |m| if (!m.nothing and m.about == about) return true;
        }
        return false;
    }

    /// Whether a test beside what was seen shows that a thing is there, or settles that it is not: of the same sentence, or its heading, and none that is still to be done.
    fn isTested(x: *const Sequels, about: t.Name, hit: t.Hit, there: bool) bool {
        const roles: []const t.Role = if (there) &.{ .settles, .shows } else &.{.settles};
        if (x.looked) |h| if (h.last <= hit.first and isTo(h, about, roles)) {
            for (h.last..hit.first) |n| {
                if (closes(x.list, @intCast(n)) and x.list[n].sign != ',') break;
            } else return true;
        };
        for (x.sentence.hits) |h| {
            if (h.layer != .known or !isTo(h, about, roles)) continue;
            if (h.first + shown < hit.last or h.first > hit.last + shown) continue;
            if (x.sentence.scope.turned(h.first, h.last, false).planned == null) return true;
        }
        return false;
    }

    /// Whether a "he" or "she" in some words is somebody else.
    fn tellsOfAnother(x: *const Sequels, first: u32, last: u32) bool {
        for (x.list[first..last]) |token| if (x.isOfAnother(token)) return true;
        return false;
    }

    /// Whether "he" or "she" is somebody else who was named: the sister of "she is in recovery".
    fn isOfAnother(x: *const Sequels, token: t.Token) bool {
        const sex = sexOf(token.flags);
        if (sex == .unknown or !x.who.kin) return false;
        return x.who.kin_sex == sex or (x.who.kin_sex == .unknown and x.who.tells.sex != sex);
    }

    /// Whether a sequel ends with its part of the sentence, or goes on to how, when or where, and to nothing that it may be of: not "confirmed appendicitis".
    fn ends(x: *const Sequels, last: u32) bool {
        var end = last;
        while (end < x.sentence.end and !closes(x.list, end)) end += 1;
        if (end < x.list.len and x.list[end].sign == '?') return false; // "Has it gone?"
        if (end == last or x.list[last].in(ends_beside)) return true;
        if (!x.goesOnToWhen(last) and !x.goesOnToWhen(last - 1)) return false;
        for (x.drafts[x.begun..]) |*d| if (d.first >= last and d.first < end and x.classOf(d) != .none) return false;
        return true;
    }

    /// Whether a token begins how, when or where it was; it may be the last one of a sequel: "restarted this", "took it at".
    fn goesOnToWhen(x: *const Sequels, n: u32) bool {
        return x.list[n].flags.sequel_tails or x.list[n].isNumber() or x.tellsWhen(n);
    }

    /// Whether a token begins how long it has been, or when it was: "for six years", "on 4 May", "on the ward", "the next day"; not "for petrol", "on 40 mg prednisolone".
    fn tellsWhen(x: *const Sequels, n: u32) bool {
        const list = x.list;
        if (list[n].id == .@"for") {
            for (x.sentence.hits) |hit| {
                if (hit.layer == .unit and hit.meanings[0].unit == .time and n < hit.first and hit.first <= n + long) return true;
            }
            return false;
        }
        const the = list[n].id == .the;
        if ((list[n].id != .on and list[n].id != .at and !the) or n + 1 >= list.len) return false;
        if (list[n + 1].isNumber()) return list[n].id != .on or (n + 2 < list.len and (list[n + 2].in("/-") or list[n + 2].flags.sequel_tails));
        return list[n + 1].flags.sequel_tails or (!the and list[n + 1].flags.sequel_leads);
    }

    /// The last thing of which a sequel may be told.
    fn nearestOf(x: *const Sequels, sequel: Sequel, hit: t.Hit, of: Of, from: usize) ?*const t.Draft {
        const pool = x.drafts[from..];
        var nearest: ?*const t.Draft = null;
        for (pool) |*d| if (x.fits(d, sequel, hit, of)) {
            nearest = d;
        };
        const at = nearest orelse return null;
        if (replies.isAnothers(at)) return null;
        if (!of.isOfAnything()) return at;
        for (pool) |*d| if (d.first > at.first and x.isNear(d, hit) and (sequel.only_next or replies.isAnothers(d)) and !x.isTreated(d)) return null;
        return at;
    }

    fn turn(x: *Sequels, sequel: Sequel, hit: t.Hit, of: Of, from: usize, nearest: t.Draft, way: t.Turned) void {
        for (x.drafts[from..]) |*d| if (x.fits(d, sequel, hit, of) and x.goesWith(d, &nearest)) {
            d.way = way;
        };
    }

    fn fits(x: *const Sequels, d: *const t.Draft, sequel: Sequel, hit: t.Hit, of: Of) bool {
        if (!of.holds(d.about) or !x.isNear(d, hit) or !sequel.of.contains(x.classOf(d))) return false;
        const stood = statusOf(d.way, d.section);
        if (stood.cue) |cue| if (cue.first < hit.last and hit.first < cue.last) return false; // the same words have turned it
        return sequel.was.contains(stood.status) and !x.isTreated(d);
    }

    /// Whether a use is named only as what a treatment is for: "methadone for OUD".
    fn isTreated(x: *const Sequels, d: *const t.Draft) bool {
        if (x.classOf(d) != .use) return false;
        for (x.drafts) |*o| {
            if (o.last >= d.first or d.first > o.last + for_what or x.classOf(o) != .treatment) continue;
            for (x.list[o.last..d.first]) |token| if (token.id == .@"for") return true;
        }
        return false;
    }

    /// Whether something is told shortly before a sequel.
    fn isNear(x: *const Sequels, d: *const t.Draft, hit: t.Hit) bool {
        return d.last <= hit.first and hit.first <= d.last + answered and d.option == t.no_name and d.measure == null and x.classOf(d) != .none;
    }

    /// Whether something is told together with the thing that a sequel is of: the drug of an injecting, the other one of two that are doubted alike.
    fn goesWith(x: *const Sequels, d: *const t.Draft, nearest: *const t.Draft) bool {
        if (d.about == nearest.about) return true;
        if (x.classOf(nearest) == .use) return x.classOf(d) == .use and (d.first >= x.sentence.start) == (nearest.first >= x.sentence.start);
        return d.way.possible != null and std.meta.eql(d.way.possible, nearest.way.possible);
    }

    /// Which class of thing a draft tells of; none for what no sequel is told of.
    fn classOf(x: *const Sequels, d: *const t.Draft) Class {
        const about = x.by.about(d.about);
        if (d.about == x.by.injecting_drugs or (about.routed and about.covers)) return .use;
        if (about.treatments) return .treatment;
        return if (about.episodes or about.stays or about.tested) .illness else .none;
    }
};

/// How a thing is turned by a sequel.
fn wayOf(becomes: t.Status, hit: t.Hit) t.Turned {
    return switch (becomes) {
        .present => .{ .current = .{ .kind = .current_after, .first = hit.first, .last = hit.last } },
        .absent => .{ .negated = .{ .kind = .out_after, .first = hit.first, .last = hit.last } },
        else => .{ .historical = .{ .kind = .resolved_after, .first = hit.first, .last = hit.last } },
    };
}
