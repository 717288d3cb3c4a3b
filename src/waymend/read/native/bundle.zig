//! The reading bundle of a guide (bundle.py writes it as JSON) → the tables of a reader.
const std = @import("std");
const t = @import("types.zig");
const fold = @import("fold.zig");
const words = @import("words.zig");
const lexicon = @import("lexicon.zig");
const measures = @import("measures.zig");
const Reader = @import("reader.zig").Reader;
const Value = std.json.Value;
const ObjectMap = std.json.ObjectMap;

/// `Bundle`: the bundle does not hold what it must; `Builder.why` says what.
pub const Error = error{ OutOfMemory, Bundle };

/// What is known while the tables are built.
pub const Builder = struct {
    a: t.Allocator, // for as long as the reader lives
    scratch: t.Allocator, // until it is built
    names: std.StringArrayHashMapUnmanaged(t.About) = .empty,
    words: words.Words,
    signs: fold.Signs,
    why: []const u8 = "",

    pub fn fail(b: *Builder, comptime format: []const u8, values: anytype) Error {
        b.why = try std.fmt.allocPrint(b.a, format, values);
        return error.Bundle;
    }

    /// The number of an id of the guide.
    pub fn name(b: *Builder, text: []const u8) t.Failed!t.Name {
        const found = try b.names.getOrPut(b.a, text);
        if (!found.found_existing) {
            found.key_ptr.* = try b.a.dupe(u8, text);
            found.value_ptr.* = .{};
        }
        return @intCast(found.index);
    }

    /// A word of the guide; the pointer holds until the next is learned.
    pub fn word(b: *Builder, letters: []const u8) t.Failed!*t.Word {
        return b.words.learn(b.a, if (b.words.ids.contains(letters)) letters else try b.a.dupe(u8, letters));
    }

    pub fn get(b: *Builder, from: ObjectMap, key: []const u8) Error!Value {
        return from.get(key) orelse b.fail("the reading bundle lacks '{s}'", .{key});
    }
    pub fn object(b: *Builder, value: Value) Error!ObjectMap {
        return if (value == .object) value.object else b.fail("the reading bundle holds a {s} where names and values belong", .{@tagName(value)});
    }
    pub fn array(b: *Builder, value: Value) Error![]const Value {
        return if (value == .array) value.array.items else b.fail("the reading bundle holds a {s} where a list belongs", .{@tagName(value)});
    }
    pub fn string(b: *Builder, value: Value) Error![]const u8 {
        return if (value == .string) value.string else b.fail("the reading bundle holds a {s} where a word belongs", .{@tagName(value)});
    }
    pub fn number(b: *Builder, value: Value) Error!f64 {
        return switch (value) {
            .integer => |n| @floatFromInt(n),
            .float => |n| n,
            else => b.fail("the reading bundle holds a {s} where a number belongs", .{@tagName(value)}),
        };
    }
    pub fn objectAt(b: *Builder, from: ObjectMap, key: []const u8) Error!ObjectMap {
        return b.object(try b.get(from, key));
    }
    pub fn arrayAt(b: *Builder, from: ObjectMap, key: []const u8) Error![]const Value {
        return b.array(try b.get(from, key));
    }
    pub fn nameAt(b: *Builder, from: ObjectMap, key: []const u8) Error!t.Name {
        return b.name(try b.string(try b.get(from, key)));
    }

    pub fn namesOf(b: *Builder, value: Value) Error![]const t.Name {
        const list = try b.array(value);
        const found = try b.a.alloc(t.Name, list.len);
        for (found, list) |*to, each| to.* = try b.name(try b.string(each));
        return found;
    }

    /// Sets the flag of each word of the list of the same name.
    pub fn flags(b: *Builder, from: ObjectMap, comptime lists: []const []const u8) Error!void {
        inline for (lists) |list| {
            for (try b.arrayAt(from, list)) |value| @field((try b.word(try b.string(value))).flags, list) = true;
        }
    }

    fn abouts(b: *Builder, from: ObjectMap, comptime lists: []const []const u8) Error!void {
        inline for (lists) |list| {
            for (try b.arrayAt(from, list)) |value| {
                const at = try b.name(try b.string(value));
                @field(b.names.values()[at], list) = true;
            }
        }
    }
};

/// A reader's tables from its bundle. `b.why` says what is wrong with it.
pub fn build(b: *Builder, json: []const u8) Error!Reader {
    const parsed = std.json.parseFromSliceLeaky(Value, b.scratch, json, .{}) catch |err| return switch (err) {
        error.OutOfMemory => error.OutOfMemory,
        else => b.fail("the reading bundle is no JSON", .{}),
    };
    const told = try b.object(parsed);
    _ = try b.name("");
    try signs(b, told);
    try b.flags(told, &.{ "abbreviations", "heads", "doses", "yes", "no", "never_medical", "begins", "goes_on" });
    const grammar = try b.objectAt(told, "grammar");
    for (try b.arrayAt(grammar, "since")) |word| (try b.word(try b.string(word))).flags.going_on = true;
    try b.flags(grammar, &.{ "subjects", "determiners", "definite", "links", "verbs", "lists", "joins", "either", "things", "pronouns", "within", "tests", "lists_of_the_past", "nots", "tested", "testing", "bare_tests", "alongside", "observes", "anew", "lettered", "male", "female", "returns", "nothing", "leads", "light", "lateral", "histories", "arrives", "ongoing", "parting", "unremarked", "sequel_leads", "sequel_tails", "being", "offspring", "workers", "exposing", "sources", "corrects", "excludes", "describes", "own", "clausal", "tells", "takes", "short", "articles", "form_routes", "died", "died_of", "giver", "taker", "gives", "of_giver", "receives", "organs", "index", "traced", "of_things", "charted", "protects", "maternal", "mother", "newborn", "nursery", "origins", "risked", "depots", "giving", "of_own_use", "on_wards", "of_taking", "screened", "of_family", "kinds", "came", "leaves_marks", "left_by", "marks", "sequel_joins", "unfinished", "idle" });
    try b.abouts(told, &.{ "injecting", "places", "of_a_place", "apart", "covers", "of_the_writer", "only_present", "stays", "wanted", "routed", "events", "episodes", "courses", "ordered", "tested", "kept", "treatments", "chronic", "described" });

    const timed = try b.objectAt(told, "timed");
    inline for (@typeInfo(t.Timed).@"struct".fields) |field| if (field.type == bool) {
        for (try b.arrayAt(timed, field.name)) |value| @field((try b.word(try b.string(value))).timed, field.name) = true;
    };
    const subjects = try b.objectAt(told, "subjects");
    try b.flags(subjects, &.{ "writer", "mine", "me", "third", "clinical", "patient", "kin", "related", "self", "calls", "young", "reports", "served" });
    try b.abouts(subjects, &.{ "body", "seen", "in_need", "at_once", "of_the_subject" });
    const loved = try b.arrayAt(subjects, "loved_one");
    if (loved.len != 2) return b.fail("'loved_one' is not a finding and an option", .{});

    var inside = (try b.objectAt(told, "inside")).iterator();
    while (inside.next()) |entry| {
        const held = try b.namesOf(entry.value_ptr.*);
        const at = try b.name(entry.key_ptr.*);
        b.names.values()[at].inside = held;
    }
    var sides = (try b.objectAt(told, "sides")).iterator();
    while (sides.next()) |entry| {
        const side = try b.name(try b.string(entry.value_ptr.*));
        const word = try b.word(entry.key_ptr.*);
        word.side = side;
        word.flags.sides = true;
    }

    const numbers = try b.objectAt(told, "measures");
    try b.flags(numbers, &.{ "before_number", "on_air", "since", "lasting_words", "ago", "began", "not_times", "not_since", "along", "size_words" });
    try b.abouts(numbers, &.{ "timeless", "bearing" });
    try numbered(b, try b.objectAt(numbers, "numbers"), "numbers", "number");
    try numbered(b, try b.objectAt(numbers, "parts_of_day"), "parts_of_day", "part_of_day");

    const measured = try measures.Measures.init(b, numbers);
    const lex = try lexicon.build(b, try b.objectAt(told, "lexicon"));
    const loved_one = .{ try b.name(try b.string(loved[0])), try b.name(try b.string(loved[1])) };
    try handing(b, told);
    try toldBy(b, try b.objectAt(numbers, "told_by"));
    const injecting_drugs = try b.nameAt(told, "injecting_drugs");
    const year = try b.number(try b.get(told, "year"));
    return .{
        .names = b.names.keys(),
        .abouts = b.names.values(),
        .words = b.words,
        .signs = b.signs,
        .lexicon = lex,
        .measures = measured,
        .loved_one = .{ .about = loved_one[0], .option = loved_one[1] },
        .injecting_drugs = injecting_drugs,
        .year = std.math.lossyCast(i32, year),
    };
}

/// What numbers tell by themselves, in the guide's order.
fn toldBy(b: *Builder, told: ObjectMap) Error!void {
    var entries = told.iterator();
    while (entries.next()) |entry| {
        const by = try b.object(entry.value_ptr.*);
        var one = t.Told{ .about = try b.name(entry.key_ptr.*) };
        if (by.get("at_least")) |value| if (value != .null) {
            one.at_least = try b.number(value);
        };
        if (by.get("below")) |value| if (value != .null) {
            one.below = try b.number(value);
        };
        const number = try b.nameAt(by, "number");
        const tells = &b.names.values()[number].tells;
        tells.* = try std.mem.concat(b.a, t.Told, &.{ tells.*, &.{one} });
    }
}

/// What is given to take home; what is done in an event; denials that name nothing; words that mean something else beside others.
fn handing(b: *Builder, told: ObjectMap) Error!void {
    const words_of = try b.objectAt(told, "handing");
    inline for (.{ "given", "beside", "never" }) |list| if (words_of.get(list)) |_| try b.flags(words_of, &.{list});
    var handed = (try b.objectAt(told, "handed")).iterator();
    while (handed.next()) |entry| {
        const to = try b.name(try b.string(entry.value_ptr.*));
        const from = try b.name(entry.key_ptr.*);
        b.names.values()[from].handed = to;
    }
    var follows = (try b.objectAt(told, "follows")).iterator();
    while (follows.next()) |entry| {
        const to = try b.name(try b.string(entry.value_ptr.*));
        const from = try b.name(entry.key_ptr.*);
        b.names.values()[from].follows = to;
        b.names.values()[to].done_in = true;
    }
    var meant = (try b.objectAt(told, "meant")).iterator();
    while (meant.next()) |entry| {
        const others = try b.namesOf(entry.value_ptr.*);
        const about = try b.name(entry.key_ptr.*);
        b.names.values()[about].meant = others;
    }
    var twins = (try b.objectAt(told, "twins")).iterator();
    while (twins.next()) |entry| {
        const twin = try b.name(try b.string(entry.value_ptr.*));
        const about = try b.name(entry.key_ptr.*);
        b.names.values()[about].twin = twin;
    }
    inline for (.{ "unless", "despite" }) |field| {
        var of = (try b.objectAt(told, field)).iterator();
        while (of.next()) |entry| {
            const list = try b.array(entry.value_ptr.*);
            const others = try b.a.alloc(t.Id, list.len);
            for (others, list) |*other, value| {
                _ = try b.word(try b.string(value));
                other.* = b.words.ids.get(value.string).?;
            }
            @field(try b.word(entry.key_ptr.*), field) = others;
        }
    }
}

fn signs(b: *Builder, told: ObjectMap) Error!void {
    var plain = (try b.objectAt(told, "fold")).iterator();
    while (plain.next()) |entry| {
        const value = try b.string(entry.value_ptr.*);
        const point = try codePoint(b, entry.key_ptr.*);
        if (value.len != 1 or value[0] > 127) return b.fail("'fold' holds more than one plain sign for '{s}'", .{entry.key_ptr.*});
        b.signs.plain[point] = value[0];
    }
    for (try b.arrayAt(told, "small")) |value| b.signs.low[try codePoint(b, try b.string(value))] = true;
}

fn codePoint(b: *Builder, sign: []const u8) Error!u16 {
    if (sign.len == 0 or sign.len != t.codePoint(sign, 0) or sign.len > 3) return b.fail("'{s}' is not one sign of the first plane", .{sign});
    return @intCast(fold.decode(sign));
}

/// The words that stand for a number, and the number each stands for.
fn numbered(b: *Builder, from: ObjectMap, comptime flag: []const u8, comptime field: []const u8) Error!void {
    var entries = from.iterator();
    while (entries.next()) |entry| {
        const value = try b.number(entry.value_ptr.*);
        const word = try b.word(entry.key_ptr.*);
        @field(word.flags, flag) = true;
        @field(word, field) = value;
    }
}
