using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests;

internal static class AssertTensors
{
    /// <summary>Asserts that every element is within <paramref name="tolerance"/> of the largest expected one.</summary>
    public static void Close(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.shape, actual.shape);
        Tensor wide = expected.to_type(ScalarType.Float64);
        double largest = Math.Max(1, wide.abs().max().ToDouble());
        double difference = (wide - actual.to_type(ScalarType.Float64)).abs().max().ToDouble();
        Assert.True(difference <= tolerance * largest, $"differs by {difference:G3}, more than {tolerance * largest:G3}");
    }
}
