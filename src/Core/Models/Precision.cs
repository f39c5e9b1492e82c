using static TorchSharp.torch;

namespace Angioboard.Core.Models;

/// <summary>The number format in which the frame encoder computes.</summary>
public enum Precision
{
    /// <summary>float32 throughout.</summary>
    Fp32,

    /// <summary>
    /// Matrix products, attention and the MLP's hidden layer in bfloat16. Weights, the residual stream, normalisation, GRU, classifier and
    /// loss stay float32.
    /// </summary>
    Bf16,
}

/// <summary>Properties of a precision.</summary>
internal static class PrecisionTypes
{
    /// <summary>The type of the encoder's products.</summary>
    public static ScalarType WorkingType(this Precision precision) =>
        precision == Precision.Bf16 ? ScalarType.BFloat16 : ScalarType.Float32;
}
