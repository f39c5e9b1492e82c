namespace Angioboard.Core.Evaluation.Paired.Areas;

/// <summary>
/// The independent units of the exams as one class and the rest see them: each exam alone, or patients with all their exams.
/// </summary>
internal sealed class ClassUnits
{
    private readonly int[] units;
    private readonly bool[] own;
    private readonly int all;

    /// <param name="units">Each exam's unit, from 0.</param>
    /// <param name="own">Whether an exam is of the class.</param>
    public ClassUnits(int[] units, bool[] own)
    {
        (this.units, this.own) = (units, own);
        all = units.Distinct().Count();
        WithPositives = units.Where((_, i) => own[i]).Distinct().Count();
        WithNegatives = units.Where((_, i) => !own[i]).Distinct().Count();
    }

    /// <summary>Units that have an exam of the class.</summary>
    public int WithPositives { get; }

    /// <summary>Units that have an exam of another class.</summary>
    public int WithNegatives { get; }

    /// <summary>Whether variances exist: there are two units on either side.</summary>
    public bool HaveVariance => WithPositives > 1 && WithNegatives > 1;

    /// <summary>
    /// The variance of an area, or of a difference of areas, from centred placements or differences of them (Obuchowski, 1997). If each
    /// exam is its own unit, that is DeLong's.
    /// </summary>
    public double Variance(double[] centred)
    {
        int positives = own.Count(positive => positive), negatives = own.Length - positives;
        double[] up = new double[units.Length], down = new double[units.Length];
        for (int i = 0; i < units.Length; i++)
        {
            if (own[i]) up[units[i]] += centred[i] / positives;
            else down[units[i]] += centred[i] / negatives;
        }
        double ups = 0, downs = 0, both = 0;
        for (int unit = 0; unit < units.Length; unit++)
        {
            ups += up[unit] * up[unit];
            downs += down[unit] * down[unit];
            both += up[unit] * down[unit];
        }
        return Share(WithPositives) * ups + Share(WithNegatives) * downs + 2 * Share(all) * both;
    }

    private static double Share(int units) => units / (units - 1.0);
}
