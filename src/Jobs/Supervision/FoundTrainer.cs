using Angioboard.Jobs.Trainers;

namespace Angioboard.Jobs.Supervision;

/// <summary>A trainer that already works.</summary>
/// <param name="Trainer">The trainer.</param>
/// <param name="Device"><c>cpu</c>, the GPU's UUID or <c>slurm:PARTITION</c>.</param>
/// <param name="Since">Since when.</param>
internal sealed record FoundTrainer(Trainer Trainer, string Device, DateTimeOffset Since);
