using Angioboard.Core.Models;

namespace Angioboard.Benchmarks.Training;

/// <summary>Precisions in the names of figures.</summary>
internal static class PrecisionNames
{
    /// <summary>float32 or bf16.</summary>
    public static string Written(this Precision precision) => precision == Precision.Bf16 ? "bf16" : "float32";
}
