namespace Angioboard.Core.Data.Folds;

/// <summary>The folds of a study.</summary>
public sealed record FoldSet
{
    /// <summary>The folds, in the order of their numbers.</summary>
    public required IReadOnlyList<Fold> Folds { get; init; }

    /// <summary>Exams in no fold, for the ensemble to predict: the <c>test</c> of the split file; none without one.</summary>
    public IReadOnlyList<FoldExam> HeldOut { get; init; } = [];

    /// <summary>Exams that are in no fold's test, so that they get no out-of-fold prediction.</summary>
    public int LeftOut { get; init; }

    /// <summary>What a person should know, a line each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
