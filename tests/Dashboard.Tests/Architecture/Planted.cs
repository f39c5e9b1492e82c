namespace Angioboard.Planted.First
{
    /// <summary>Uses the second room, which uses this one: the architecture tests must find this circle.</summary>
    internal static class Planted
    {
        public static int Depth(int depth) => depth == 0 ? 0 : Second.Planted.Depth(depth - 1);
    }
}

namespace Angioboard.Planted.Second
{
    internal static class Planted
    {
        public static int Depth(int depth) => depth == 0 ? 0 : First.Planted.Depth(depth - 1);
    }
}
