i=0
while sleep 0.2; do
  i=$((i + 1))
  echo "GET /item/$i 200 $((RANDOM % 90))ms"
  [ $((i % 10)) = 0 ] && echo "<4>slow request /item/$i took 1${i}ms"
  [ $((i % 25)) = 0 ] && echo "<3>upstream timeout while reading /item/$i"
done
