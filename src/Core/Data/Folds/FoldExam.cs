using Angioboard.Core.Data.Splits;

namespace Angioboard.Core.Data.Folds;

/// <summary>An exam in a fold.</summary>
/// <param name="Name">The frames' folder, relative to the data folder.</param>
/// <param name="Label">The class, from 0; null if the file gives none.</param>
/// <param name="Patient">Its patient; the exam's own name where no patients are known.</param>
public sealed record FoldExam(string Name, int? Label, string Patient)
{
    /// <summary>Its entries in the file that it comes from, in order.</summary>
    internal IReadOnlyList<SplitEntry> Entries { get; init; } = [];
}
