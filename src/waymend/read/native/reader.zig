//! The tables of one guide, and what reads by them. Holds nothing of any text.
const std = @import("std");
const t = @import("types.zig");
const bundle = @import("bundle.zig");
const lexicon = @import("lexicon.zig");
const measures = @import("measures.zig");

pub const Reader = struct {
    names: []const []const u8, // by Name; names[0] is ""
    abouts: []const t.About, // by Name
    words: []const t.Word, // by Id
    lexicon: lexicon.Lexicon, // hits(a, found, start, end, cues_only) ![]t.Hit
    measures: measures.Measures, // measures.Measures.init(a, *bundle.Builder, std.json.Value) !Measures, of(...)
    loved_one: struct { about: t.Name, option: t.Name },
    child: t.Name,
    age: t.Name, // reading.age
    under: f64,
    utf16: bool = false, // spans in UTF-16 units

    pub fn about(r: *const Reader, name: t.Name) *const t.About {
        return &r.abouts[name];
    }
    pub fn word(r: *const Reader, id: t.Id) *const t.Word {
        return &r.words[@intFromEnum(id)];
    }
};
