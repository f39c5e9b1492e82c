namespace Angioboard.Jobs.Tests.Slurm;

/// <summary>Classes with a cluster take turns: Slurm's commands find theirs by a variable of the whole process.</summary>
[CollectionDefinition(Name)]
public sealed class SlurmCollection
{
    public const string Name = "Slurm";
}
