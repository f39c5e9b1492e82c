namespace Angioboard.Core.Data.Splits;

/// <summary>An entry of a split file: a frame of an exam, and the exam's label.</summary>
/// <param name="Exam">The frame's folder, relative to the data folder.</param>
/// <param name="Frame">The file's name.</param>
/// <param name="Label">The class, from 0; null if it is null in the file.</param>
internal readonly record struct SplitEntry(string Exam, string Frame, int? Label);

/// <summary>One split of a split file, as written.</summary>
internal sealed record SplitPart(string Name, IReadOnlyList<SplitEntry> Entries);
