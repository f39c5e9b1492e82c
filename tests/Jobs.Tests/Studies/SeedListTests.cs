using Angioboard.Core;
using Angioboard.Jobs.Studies.Planning;

namespace Angioboard.Jobs.Tests.Studies;

public sealed class SeedListTests
{
    [Fact]
    public void Lists_and_ranges_may_be_mixed() => Assert.Equal([7, 1, 2, 3], SeedList.Read("7, 1-3", "seeds"));

    [Fact]
    public void The_largest_number_ends_a_range() =>
        Assert.Equal([long.MaxValue - 1, long.MaxValue], SeedList.Read($"{long.MaxValue - 1}-{long.MaxValue}", "seeds"));

    [Theory]
    [InlineData("1-")]
    [InlineData("-1")]
    [InlineData("3-1")]
    [InlineData("1-1001")]
    [InlineData("1.5")]
    [InlineData("9223372036854775808")]
    public void Other_texts_are_refused(string text) => Assert.StartsWith($"seeds: {text} is not a seed",
        Assert.Throws<InputException>(() => SeedList.Read(text, "seeds")).Message, StringComparison.Ordinal);
}
