namespace Angioboard.Core.Data.Exams;

/// <summary>What the check of a data set found.</summary>
/// <param name="Problems">What keeps it from being used, a line each; empty if all is well.</param>
/// <param name="Warnings">What the user should know, a line each.</param>
/// <param name="Splits">Figures of each split, as far as it could be read, in the order of the file.</param>
public sealed record DatasetReport(IReadOnlyList<string> Problems, IReadOnlyList<string> Warnings, IReadOnlyList<SplitSummary> Splits);
