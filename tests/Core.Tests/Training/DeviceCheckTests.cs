using Angioboard.Core.Models;
using Angioboard.Core.Training;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Training;

public sealed class DeviceCheckTests
{
    [Fact]
    public void The_processors_own_code_and_bf16_agree_with_libtorch_in_float32()
    {
        double[] reference = DeviceCheck.Reference();

        Assert.InRange(reference[0], 0.5, 1);
        Assert.True(reference[1] < reference[0]);
        Assert.InRange(
            DeviceCheck.Difference(DeviceCheck.Losses(CPU, Precision.Fp32), reference), 0, DeviceCheck.Float32Tolerance);
        Assert.InRange(
            DeviceCheck.Difference(DeviceCheck.Losses(CPU, Precision.Bf16), reference), 1e-9, DeviceCheck.Bfloat16Tolerance);
    }

    [Fact]
    public void A_wrong_loss_and_one_that_is_no_number_are_not_within_any_tolerance()
    {
        Assert.Equal(0.1, DeviceCheck.Difference([1, 1.8], [1, 2]), 12);
        Assert.True(double.IsNaN(DeviceCheck.Difference([1, double.NaN], [1, 2])));
        Assert.True(double.IsNaN(DeviceCheck.Difference([double.PositiveInfinity, 2], [1, 2])));
    }
}
