using Angioboard.Core.Settings;

namespace Angioboard.Core.Tests.Settings;

public sealed class DivergenceAdviceTests
{
    [Fact]
    public void Clipping_that_a_run_already_has_is_not_advised_again()
    {
        Assert.EndsWith("or gradient clipping (grad_clip)", DivergenceAdvice.Of(new RunSettings()), StringComparison.Ordinal);
        Assert.EndsWith("or a gradient clipping (grad_clip) below 0.5", DivergenceAdvice.Of(new RunSettings { GradClip = 0.5 }),
            StringComparison.Ordinal);
    }
}
