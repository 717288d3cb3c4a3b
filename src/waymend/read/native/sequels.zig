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

const Class = enum { none, illness, use, treatment };
const Classes = std.EnumSet(Class);
const Statuses = std.EnumSet(t.Status);

/// One way in which a thing goes on. of: the classes it is told of; was: how the thing must stand; becomes: how it stands then; besides: what was stays told;
/// only_next: told of the last thing that was told, and in the next sentence.
const Sequel = struct { of: Classes, was: Statuses, becomes: t.Status, besides: bool = false, only_next: bool = true };

fn sequelOf(kind: t.SequelKind) ?Sequel {
    const illness = Classes.initOne(.illness);
    const use = Classes.initOne(.use);
    const treatment = Classes.initOne(.treatment);
    return switch (kind) {
        .unknown => null,
        .came_true => .{ .of = illness.unionWith(use), .was = .initOne(.possible), .becomes = .present, .only_next = false },
        .not_so => .{ .of = illness.unionWith(use), .was = .initOne(.possible), .becomes = .absent, .only_next = false },
        .passed => .{ .of = illness, .was = .initOne(.present), .becomes = .historical },
        .came_back => .{ .of = illness, .was = .initOne(.historical), .becomes = .present, .besides = true },
        .lasts => .{ .of = illness, .was = .initOne(.historical), .becomes = .present },
        .used_again => .{ .of = use, .was = .initOne(.historical), .becomes = .present, .only_next = false },
        .taken_up => .{ .of = use.unionWith(treatment), .was = .initOne(.historical), .becomes = .present },
        .begun => .{ .of = treatment, .was = .initOne(.planned), .becomes = .present },
        .stopped => .{ .of = use.unionWith(treatment), .was = .initOne(.present), .becomes = .historical },
        .refused_it => .{ .of = treatment, .was = .initOne(.planned), .becomes = .absent },
        .owned_up => .{ .of = use, .was = .initMany(&.{ .absent, .possible }), .becomes = .present },
        .denial_untrue => .{ .of = use, .was = .initOne(.absent), .becomes = .present },
        .disowned => .{ .of = use, .was = .initOne(.possible), .becomes = .absent },
    };
}

/// Adds what the sequels among the phrases of a sentence tell besides; what they turn is turned. follows: the sentence comes right after the last one that told anything.
pub fn hear(text: *Text, sentence: *const Sentence, follows: bool) t.Failed!void {
    const x = Sequels{ .by = text.by, .list = text.list, .who = &text.who, .sentence = sentence, .drafts = text.drafts.items, .begun = sentence.begun, .last = if (follows) text.last.start else @intCast(sentence.begun) };
    var besides: std.ArrayListUnmanaged(t.Draft) = .empty;
    for (sentence.hits) |hit| {
        if (hit.layer != .sequel or !x.opens(hit.first) or !x.ends(hit.last)) continue;
        for (hit.meanings) |meaning| {
            const sequel = sequelOf(meaning.sequel) orelse continue;
            const nearest = x.nearestOf(sequel, hit) orelse continue;
            const way = wayOf(sequel.becomes, hit);
            if (sequel.besides) {
                try besides.append(text.a, replies.draftOf(.{ .about = nearest.about, .way = way }, hit));
            } else x.turn(sequel, hit, nearest.*, way);
            break; // of its kinds the first counts that anything was told for
        }
    }
    try text.drafts.appendSlice(text.a, besides.items);
}

const Sequels = struct {
    by: *const Reader,
    list: []const t.Token,
    who: *const Who,
    sentence: *const Sentence,
    drafts: []t.Draft, // of the text up to here
    begun: usize, // where those of the sentence begin
    last: usize, // where those of the last thing told begin, of which most sequels are

    /// Whether a part of the sentence begins at a token, but for words such as "it has since".
    fn opens(x: *const Sequels, first: u32) bool {
        var n = first;
        while (n > x.sentence.start and first - n < led_to and (x.list[n - 1].flags.sequel_leads or x.list[n - 1].isNumber())) n -= 1;
        if (!x.starts(n)) return false;
        for (x.list[n..first]) |token| if (x.isOfAnother(token)) return false;
        return true;
    }

    /// Whether a part of the sentence starts at a token; after a comma only with an "and".
    fn starts(x: *const Sequels, n: u32) bool {
        if (n == x.sentence.start or x.list[n - 1].in(";:-(.") or x.list[n - 1].isGap()) return true;
        return x.list[n - 1].sign == ',' and x.list[n].flags.joins;
    }

    /// Whether "he" or "she" is somebody else who was named: the sister of "she is in recovery".
    fn isOfAnother(x: *const Sequels, token: t.Token) bool {
        const sex = sexOf(token.flags);
        if (sex == .unknown or !x.who.kin) return false;
        return x.who.kin_sex == sex or (x.who.kin_sex == .unknown and x.who.tells.sex != sex);
    }

    /// Whether a sequel ends with its part of the sentence, or goes on to how, when or where, and to nothing that it may be of: not "confirmed appendicitis".
    fn ends(x: *const Sequels, last: u32) bool {
        if (closes(x.list, last) or x.list[last].sign == '-') return true;
        if (!x.list[last].flags.sequel_tails and !x.list[last].isNumber()) return false;
        var end = last;
        while (!closes(x.list, end)) end += 1;
        for (x.drafts[x.begun..]) |*d| if (d.first >= last and d.first < end and x.classOf(d) != .none) return false;
        return true;
    }

    /// The last thing of which a sequel may be told.
    fn nearestOf(x: *const Sequels, sequel: Sequel, hit: t.Hit) ?*const t.Draft {
        const pool = x.poolOf(sequel);
        var nearest: ?*const t.Draft = null;
        for (pool) |*d| if (x.fits(d, sequel, hit)) {
            nearest = d;
        };
        const at = nearest orelse return null;
        if (replies.isAnothers(at)) return null;
        for (pool) |*d| if (x.isNear(d, hit) and d.first > at.first and (sequel.only_next or replies.isAnothers(d))) return null;
        return at;
    }

    fn poolOf(x: *const Sequels, sequel: Sequel) []t.Draft {
        return x.drafts[if (sequel.only_next) x.last else 0..];
    }

    fn turn(x: *const Sequels, sequel: Sequel, hit: t.Hit, nearest: t.Draft, way: t.Turned) void {
        for (x.poolOf(sequel)) |*d| if (x.fits(d, sequel, hit) and x.goesWith(d, &nearest)) {
            d.way = way;
        };
    }

    fn fits(x: *const Sequels, d: *const t.Draft, sequel: Sequel, hit: t.Hit) bool {
        if (!x.isNear(d, hit) or !sequel.of.contains(x.classOf(d))) return false;
        const stood = statusOf(d.way, d.section);
        if (stood.cue) |cue| if (cue.first < hit.last and hit.first < cue.last) return false; // the same words have turned it
        return sequel.was.contains(stood.status);
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
