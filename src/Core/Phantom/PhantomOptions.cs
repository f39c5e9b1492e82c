namespace Angioboard.Core.Phantom;

/// <summary>Options of a phantom dataset; equal options give equal bytes.</summary>
/// <param name="Exams">Number of exams, at least <see cref="FewestExams"/>; from 60 on, every split holds every class.</param>
/// <param name="Seed">Random seed.</param>
public sealed record PhantomOptions(int Exams, long Seed)
{
    /// <summary>The class, from 0, whose exams get <see cref="ExtraFrames"/> more frames than others; null for none.</summary>
    public int? ShortcutClass { get; init; }

    /// <summary>How many more frames <see cref="ShortcutClass"/> gets: a shortcut, planted to see whether it is found.</summary>
    public const int ExtraFrames = 3;

    /// <summary>The number of classes.</summary>
    public const int Classes = 5;

    /// <summary>With fewer, the splits would lack most classes.</summary>
    public const int FewestExams = 10;

    /// <summary>Checks that the study is large enough to be split, and its classes.</summary>
    /// <exception cref="InputException">Fewer than <see cref="FewestExams"/> exams, or a class that there is not.</exception>
    public void Validate()
    {
        if (Exams < FewestExams)
        {
            throw new InputException(
                $"exams: {Exams} are too few for five classes in three splits; use {FewestExams} or more "
                + $"({PhantomPlan.EveryClassInEverySplit} or more put every class in every split)");
        }
        if (ShortcutClass is < 0 or >= Classes)
            throw new InputException($"shortcut: {ShortcutClass} is not a class of the phantom dataset; use 0 to {Classes - 1}");
    }
}
