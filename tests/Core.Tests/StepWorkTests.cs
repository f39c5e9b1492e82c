using Angioboard.Benchmarks.Rate;
using Angioboard.Core.Models;

namespace Angioboard.Core.Tests;

public sealed class StepWorkTests
{
    [Fact]
    public void Products_of_a_step_match_a_count_by_hand()
    {
        // Four patches of 2 × 2 pixels in one channel and a class token, all of width 2.
        BackboneSpec spec = BackboneSpec.Parse("vit(img=4,patch=2,dim=2,depth=2,heads=1)");

        double forward = StepWork.Forward(spec), backward = StepWork.Backward(spec);

        double embedding = 2 * 4 * 4 * 2;
        double whole = 2 * 5 * 2 * 6 + 2 * (2 * 5 * 2 * 5) + 2 * 5 * 2 * 2 + 2 * (2 * 5 * 2 * 8);                // five queries
        double last = 2 * 5 * 2 * 4 + 2 * 1 * 2 * 2 + 2 * (2 * 1 * 2 * 5) + 2 * 1 * 2 * 2 + 2 * (2 * 1 * 2 * 8); // one
        Assert.Equal(embedding + whole + last, forward);
        Assert.Equal(embedding + 2 * (whole + last) + 2 * 5 * 2 * 5, backward); // the scores of five queries a second time
    }

    [Fact]
    public void Work_of_a_small_ViT_is_the_published_figure_less_what_the_last_block_skips()
    {
        BackboneSpec spec = BackboneSpec.Parse("vit_small_patch16_224.augreg_in21k");

        double multiplications = StepWork.Forward(spec) / 2e9;

        // timm: 4.61 GMACs with twelve full blocks; keys and values are a sixth of a block's linear layers.
        Assert.InRange(multiplications, 4.61 * 11 / 12, 4.61 * 11.3 / 12);
    }
}
