namespace Angioboard.Core.Phantom;

/// <summary>Options of a phantom study; equal options give equal bytes.</summary>
/// <param name="Exams">Number of exams, at least <see cref="FewestExams"/>; from 60 on, every split holds every class.</param>
/// <param name="Seed">Random seed.</param>
public sealed record PhantomOptions(int Exams, long Seed)
{
    /// <summary>With fewer, the splits would lack most classes.</summary>
    public const int FewestExams = 10;

    /// <summary>Checks that the study is large enough to be split.</summary>
    /// <exception cref="InputException">Fewer than <see cref="FewestExams"/> exams.</exception>
    public void Validate()
    {
        if (Exams < FewestExams)
        {
            throw new InputException(
                $"exams: {Exams} are too few for five classes in three splits; use {FewestExams} or more "
                + $"({StudyPlan.EveryClassInEverySplit} or more put every class in every split)");
        }
    }
}
