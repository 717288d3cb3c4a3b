//! One text being read: its sentences, and the mentions that come of them (text.py).
const std = @import("std");
const t = @import("types.zig");
const echoes = @import("echoes.zig");
const fold = @import("fold.zig");
const narrator = @import("narrator.zig");
const outcomes = @import("outcomes.zig");
const reader = @import("reader.zig");
const relations = @import("relations.zig");
const results = @import("results.zig");
const sequels = @import("sequels.zig");
const subjects = @import("subjects.zig");
const telling = @import("telling.zig");
const topics = @import("topics.zig");
const Sentence = @import("sentence.zig").Sentence;
const List = std.ArrayListUnmanaged;

/// Where a note says IM or ID: capitals beside words in small letters are not "I'm" and "I'd", and no words that say who tells.
fn dropAbbreviated(by: *const reader.Reader, found: t.Tokens) bool {
    var dropped = false;
    for (found.list, 0..) |*token, n| {
        if (!token.flags.writer or token.len < 2 or !isInCapitals(by, found, n)) continue;
        for ([_]usize{ n -% 2, n -% 1, n + 1, n + 2 }) |m| {
            if (m < found.list.len and found.list[m].isWord() and !isInCapitals(by, found, m)) break;
        } else continue;
        token.id = .none;
        token.flags = .{};
        token.plain = .{};
        token.timed = .{};
        dropped = true;
    }
    return dropped;
}

fn isInCapitals(by: *const reader.Reader, found: t.Tokens, n: usize) bool {
    return by.lexicon.inCapitals(found.slice(n, n + 1));
}

/// The mentions of a text in order. section: the one it begins in; set to the one it ends in.
pub fn mentions(a: t.Allocator, by: *const reader.Reader, found: t.Tokens, now: ?t.Now, section: *t.Section) t.Failed![]t.Mention {
    var seen = t.Seen.of(found.list);
    if (seen.flags.writer and dropAbbreviated(by, found)) seen = .of(found.list);
    var text = Text{ .a = a, .by = by, .found = found, .list = found.list, .now = now, .section = section.*, .who = try subjects.Who.init(a, by, found, seen) };
    try text.makeRoom();
    var sentence = try Sentence.init(&text);
    var in_line = false; // the heading has its text on its own line
    for (try fold.sentences(a, found)) |span| {
        const hits = try by.lexicon.hits(a, found, span.start, span.end, false);
        const idle = text.told_to == span.start and sequels.isAside(found.list[span.start..span.end]);
        if (hits.len == 0 and !found.list[span.start].isNumber()) {
            if (idle) text.told_to = span.end;
            continue;
        }
        if (in_line and text.leaves(span.start, span.end)) text.section = .now;
        const head = reader.heading(found, hits, span.start, span.end, text.section);
        if (head.body > span.start) in_line = for (found.list[head.body..span.end]) |token| {
            if (!token.isGap()) break true;
        } else false;
        text.clinical = text.clinical or head.body > span.start;
        text.who.clinical = text.who.clinical or text.clinical;
        text.section = head.section;
        if (text.goesOnOver(span)) {
            text.section = .once;
            text.over_to = span.end;
        }
        text.hinted = text.who.clinical or !text.who.tells.told;
        if (head.section == .ignored or head.section == .untold or head.body >= span.end) continue;
        text.stays = seen.timed.stay and text.isOfStay(span);
        var headed: usize = 0;
        while (headed < hits.len and hits[headed].first < head.body) headed += 1;
        try sentence.read(hits[headed..], head.body, span.end);
        if (text.hinted) text.look(hits[0..headed]); // "US: clear"
        text.crossing = sequels.crossing(hits[0..headed], head.body);
        try text.goOn(&sentence, span, idle);
        if (text.section == .habits) for (sentence.cues.items) |c| switch (c.kind) {
            .past, .past_after, .quit_after, .over => if (c.first == head.body) {
                text.over_to = span.end;
            },
            else => {},
        };
        if (text.section == .family and (text.who.owned or text.saysNothing(head.body, span.end))) text.section = .now;
    }
    section.* = text.section;
    try results.settle(a, by, found.list, &text.drafts);
    const of_another = try text.who.ofAnother(&text.drafts, text.clinical);
    return telling.mentions(a, by, found, text.drafts.items, .{ .of_another = of_another, .clinical = text.clinical or text.who.clinical, .named = text.who.kin, .told = text.who.tells.told }, seen);
}

pub const Text = struct {
    a: t.Allocator,
    by: *const reader.Reader,
    found: t.Tokens,
    list: []const t.Token,
    now: ?t.Now,
    section: t.Section,
    who: subjects.Who,
    clinical: bool = false, // it has headings
    drafts: List(t.Draft) = .empty,
    last: t.Span = .{ .start = 0, .end = 0 }, // of the drafts: those of the last sentence that has any
    told_to: u32 = std.math.maxInt(u32), // where that sentence ends
    crossing: ?t.Hit = null, // what became of something, told from a heading on: "Duplex: clear"
    looked: ?t.Hit = null, // the last test named that shows whether something is there
    over_to: u32 = std.math.maxInt(u32), // where a sentence ends that says of a habit that it is over
    hinted: bool = false, // hints count
    stays: bool = false, // the line being read tells of a stay in hospital
    treated: bool = false, // the last sentence told of a medicine that is injected
    listed: ?t.Cue = null, // what a list turns that goes on past a semicolon
    topic: topics.Topic = .{},
    seemed: List(t.Hit) = .empty, // where it says what somebody took something for
    carried: List(t.Near) = .empty, // what the last sentence told of that told anything

    /// Room for what most texts tell, so that the lists need not grow step by step.
    fn makeRoom(x: *Text) t.Failed!void {
        const room = @min(16, x.list.len);
        try x.drafts.ensureTotalCapacity(x.a, room);
        try x.carried.ensureTotalCapacity(x.a, room);
    }

    /// The drafts of the last sentence that has any.
    pub fn lastDrafts(x: *const Text) []t.Draft {
        return x.drafts.items[x.last.start..x.last.end];
    }

    /// The last test that was named.
    fn look(x: *Text, hits: []const t.Hit) void {
        for (hits) |hit| if (sequels.isTest(hit)) {
            x.looked = hit;
        };
    }

    /// From a sentence that is read to the next one: what it says of the last one, whose it is, and what is carried on.
    fn goOn(x: *Text, sentence: *const Sentence, span: t.Span, idle: bool) t.Failed!void {
        x.listed = relations.goOn(x.list, sentence.drafts(), sentence.kept.items, x.listed, sentence.start, sentence.end);
        const last = if (x.told_to == span.start) x.lastDrafts() else x.drafts.items[0..0];
        relations.takeBack(x.by, x.list, last, sentence.drafts(), sentence.cues.items, sentence.start);
        if (x.told_to == span.start) outcomes.comeBack(x.by, x.lastDrafts(), sentence.drafts(), sentence.hits, x.list, sentence.start, span.end);
        relations.leaveOpen(x.list, x.lastDrafts(), sentence.cues.items, sentence.start);
        try x.who.attribute(sentence.drafts(), sentence.cues.items, sentence.start, sentence.end);
        if (relations.noneSince(x.by, x.list, x.lastDrafts(), sentence.drafts(), sentence.kept.items, sentence.start)) |none| try x.drafts.append(x.a, none);
        const told = sentence.drafts();
        relations.followAnother(x.by, x.list, x.lastDrafts(), told, sentence.start);
        if (x.hinted and sentence.layers.contains(.echo)) try echoes.hear(x, sentence);
        var goes_on = false; // the sentence tells only what became of that of before, or nothing beside it
        if (x.hinted and (x.crossing != null or sentence.layers.contains(.sequel) or sentence.layers.contains(.known))) {
            goes_on = try sequels.hear(x, sentence, x.told_to == span.start) and x.told_to == span.start;
            x.look(sentence.hits);
        }
        if (goes_on or sentence.drafts().len > 0) {
            if (!goes_on) x.last.start = @intCast(sentence.begun); // "?DVT. Confirmed. Now resolved."
            x.last.end = @intCast(x.drafts.items.len);
            x.told_to = span.end;
        } else if (idle) x.told_to = span.end;
        x.treated = sentence.treated;
        if (sentence.near.items.len > 0) {
            x.carried.clearRetainingCapacity();
            const length = sentence.end - sentence.start;
            for (sentence.near.items) |n| try x.carried.append(x.a, .{ .about = n.about, .first = n.first - length, .last = n.last - length, .present = n.present });
        }
    }

    /// Whether a form tells here of what drugs a use was, which it said before is over: "Drug use: Not currently. Types: heroin".
    fn goesOnOver(x: *const Text, span: t.Span) bool {
        const first = span.start + @intFromBool(x.list[span.start].isGap());
        return x.over_to == span.start and first + 1 < span.end and x.list[first].flags.kinds and x.list[first + 1].sign == ':';
    }

    /// Whether a family history is done with: "FHx: noncontributory. Abscess drained today".
    fn saysNothing(x: *const Text, start: u32, end: u32) bool {
        var said = false;
        for (x.list[start..end]) |token| {
            if (!token.isWord()) continue;
            if (!token.plain.unremarked) return false;
            said = true;
        }
        return said;
    }

    /// Whether a sentence, or one before it on its line, has a word of a stay in hospital.
    fn isOfStay(x: *const Text, span: t.Span) bool {
        for (x.list[span.start..span.end]) |token| if (token.timed.stay) return true;
        return x.stays and span.start > 0 and !x.found.breaks(span.start - 1) and !x.found.breaks(span.start);
    }

    /// Whether a sentence names none of the family where the one before it did, and denies nothing: "FH: brother IVDU. Small ulcer on the shin".
    fn isOfNobody(x: *const Text, start: u32, end: u32) bool {
        if (start == 0 or x.list[start - 1].sign != '.') return false;
        for (x.list[start..@min(start + 2, x.list.len)]) |token| if (token.flags.nothing or token.flags.nots) return false;
        for (start..end) |n| if (x.list[n].flags.of_family or narrator.bare(x.by, x.found, n).kin) return false;
        var n = start - 1;
        while (n > 0) {
            n -= 1;
            if (narrator.bare(x.by, x.found, n).kin) return true;
            if (x.list[n].in(":.;")) return false;
        }
        return false;
    }

    /// Whether a sentence is under its heading no more: "FH: dad - sepsis" and a new line, "Leaflet: … She is well".
    fn leaves(x: *const Text, start: u32, end: u32) bool {
        if ((x.section == .family or x.section == .taught) and start > 0 and x.found.breaks(start - 1)) return true;
        const first = start + @intFromBool(x.list[start].isGap());
        const begins: t.Flags = if (first < x.list.len) x.list[first].plain else .{};
        if (x.section == .family) return begins.patient or begins.anew or x.isOfNobody(start, end);
        if (x.section == .past) { // "PMH: IE 2019. Presents with fever", "PSH: … Here today for …"
            if (first + 1 < x.list.len and x.list[first + 1].sign == '-' and std.mem.eql(u8, x.found.word(first), "re")) return first + 2 < x.list.len and x.list[first + 2].flags.arrives;
            const after: t.Flags = if (first + 1 < x.list.len) x.list[first + 1].flags else .{};
            if (first < x.list.len and x.list[first].plain.arrives) return true;
            return after.arrives and (begins.patient or begins.third);
        }
        return x.section == .taught and (begins.patient or begins.third);
    }
};
