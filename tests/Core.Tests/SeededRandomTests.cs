namespace Angioboard.Core.Tests;

public sealed class SeededRandomTests
{
    [Fact]
    public void Streams_of_the_same_key_are_equal_and_of_other_keys_differ()
    {
        SeededRandom first = new(42, "shuffle", 1), same = new(42, "shuffle", 1), other = new(42, "shuffle", 2);

        ulong bits = first.NextBits();

        Assert.Equal(bits, same.NextBits());
        Assert.NotEqual(bits, other.NextBits());
    }

    [Fact]
    public void A_permutation_contains_each_number_once()
    {
        int[] order = new SeededRandom(7, "shuffle", 0).Permutation(100);

        Assert.Equal(Enumerable.Range(0, 100), order.Order());
        Assert.NotEqual(Enumerable.Range(0, 100), order);
    }
}
