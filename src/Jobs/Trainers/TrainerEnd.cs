namespace Angioboard.Jobs.Trainers;

/// <summary>How a trainer ended, by what its machine says.</summary>
/// <param name="Kind">What follows from it.</param>
/// <param name="Reason">Why, for people.</param>
internal sealed record TrainerEnd(TrainerEndKind Kind, string Reason);
