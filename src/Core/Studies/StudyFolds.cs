using Angioboard.Core.Data.Folds;

namespace Angioboard.Core.Studies;

/// <summary>What a study repeats its runs over.</summary>
public abstract record StudyFolds
{
    /// <summary>The number of folds.</summary>
    public abstract int Count { get; }

    /// <summary>SHA-256 of each fold's file, in their order; empty if they are not written yet.</summary>
    public IReadOnlyList<string> Sha256 { get; init; } = [];

    /// <summary>The name of a fold, and of its file without the ending.</summary>
    /// <param name="fold">Its number, from 0.</param>
    public virtual string NameOf(int fold) => Fold.NameOf(fold);
}

/// <summary>Folds by patient that are divided from the split file (<see cref="FoldDivision"/>).</summary>
/// <param name="Patients">The number of folds.</param>
public sealed record PatientFolds(int Patients) : StudyFolds
{
    /// <inheritdoc/>
    public override int Count => Patients;
}

/// <summary>Ready-made folds (<see cref="ReadyFolds"/>).</summary>
/// <param name="Files">The files they came from, one a fold.</param>
public sealed record FileFolds(IReadOnlyList<string> Files) : StudyFolds
{
    /// <inheritdoc/>
    public override int Count => Files.Count;
}

/// <summary>A learning curve: ever more patients to train on (<see cref="NestedSubsets"/>).</summary>
/// <param name="Shares">The shares of the patients, the smallest first.</param>
/// <param name="Draw">The seed that puts the patients in order.</param>
public sealed record CurveFolds(IReadOnlyList<double> Shares, long Draw) : StudyFolds
{
    /// <inheritdoc/>
    public override int Count => Shares.Count;

    /// <inheritdoc/>
    public override string NameOf(int fold) => NestedSubsets.Name(Shares[fold]);
}
