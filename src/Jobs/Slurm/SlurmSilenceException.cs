using Angioboard.Core;

namespace Angioboard.Jobs.Slurm;

/// <summary>Slurm does not answer at the moment; what was asked for may work later.</summary>
public sealed class SlurmSilenceException(string message, Exception? cause = null) : InputException(message, cause!);
