using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.Trainers;

/// <summary>Whether something works in a folder, by the files that trainers leave there.</summary>
internal static class Workplace
{
    /// <summary>Whether a trainer of this machine works there, or a job of Slurm was not seen to end.</summary>
    public static bool IsBusy(RunFolder place) =>
        TrainerFile.Read(place.Trainer) is { IsAlive: true } || SlurmRecord.Open(place) is not null;
}
