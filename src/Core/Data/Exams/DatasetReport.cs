namespace Angioboard.Core.Data.Exams;

/// <summary>The result of checking a data set.</summary>
/// <param name="Problems">Problems, one line each; empty if the data can be used.</param>
/// <param name="Warnings">Warnings for the user, one line each.</param>
/// <param name="Splits">Figures of the readable part of each split, in the order of the file.</param>
/// <param name="Fingerprint">The fingerprint that runs on this data have; null while there are problems.</param>
public sealed record DatasetReport(
    IReadOnlyList<string> Problems, IReadOnlyList<string> Warnings, IReadOnlyList<SplitSummary> Splits, string? Fingerprint);
