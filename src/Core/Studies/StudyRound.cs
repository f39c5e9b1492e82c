namespace Angioboard.Core.Studies;

/// <summary>How many variants, folds and seeds a study had after it was made or after something was added.</summary>
/// <param name="Variants">Variants.</param>
/// <param name="Folds">Folds; 1 without any.</param>
/// <param name="Seeds">Seeds.</param>
public sealed record StudyRound(int Variants, int Folds, int Seeds)
{
    /// <summary>The runs.</summary>
    public long Runs => (long)Variants * Folds * Seeds;

    /// <summary>Whether this holds all that another has.</summary>
    internal bool Covers(StudyRound other) => Variants >= other.Variants && Folds >= other.Folds && Seeds >= other.Seeds;

    /// <summary>Whether it has this cell.</summary>
    internal bool Has(int variant, int fold, int seed) => variant < Variants && fold < Folds && seed < Seeds;
}
